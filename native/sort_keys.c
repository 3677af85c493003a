/*
 * Sorting of byte strings by the first byte in which they differ, three ways at a time (Bentley and Sedgewick, "Fast algorithms for sorting and
 * searching strings"). See trie.h.
 */
#include "trie.h"

#include <string.h>

/* Fewer are sorted by insertion. */
#define FEW 12

/* One more than the byte; 0 where the string ends. */
static int byte_at(const struct key *key, size_t depth)
{
	return depth < key->length ? key->bytes[depth] + 1 : 0;
}

static void swap(struct key *left, struct key *right)
{
	struct key kept = *left;

	*left = *right;
	*right = kept;
}

static int middle(int one, int other, int third)
{
	if ((one < other) == (other < third))
		return other;
	return (one < other) == (third < one) ? one : third;
}

/* The first depth bytes of both are the same. */
static bool is_before(const struct key *left, const struct key *right, size_t depth)
{
	const size_t length = left->length < right->length ? left->length : right->length;
	const int order = length > depth ? memcmp(left->bytes + depth, right->bytes + depth, length - depth) : 0;

	return order != 0 ? order < 0 : left->length < right->length;
}

static void insert(struct key *keys, size_t count, size_t depth)
{
	for (size_t next = 1; next < count; next++) {
		const struct key key = keys[next];
		size_t at = next;

		for (; at > 0 && is_before(&key, &keys[at - 1], depth); at--)
			keys[at] = keys[at - 1];
		keys[at] = key;
	}
}

struct part {
	struct key *keys;
	size_t count;
	size_t depth;
};

/* Puts what has a smaller byte than the pivot first and what has a larger one last. */
static void divide(const struct part *all, struct part parts[3])
{
	struct key *keys = all->keys;
	const int pivot = middle(byte_at(&keys[0], all->depth), byte_at(&keys[all->count / 2], all->depth),
				 byte_at(&keys[all->count - 1], all->depth));
	size_t smaller = 0, at = 0, larger = all->count;

	while (at < larger) {
		const int byte = byte_at(&keys[at], all->depth);

		if (byte < pivot)
			swap(&keys[smaller++], &keys[at++]);
		else if (byte > pivot)
			swap(&keys[at], &keys[--larger]);
		else
			at++;
	}
	parts[0] = (struct part){ keys, smaller, all->depth };
	/* What ends here is all the same. */
	parts[1] = (struct part){ keys + smaller, pivot == 0 ? 0 : larger - smaller, all->depth + 1 };
	parts[2] = (struct part){ keys + larger, all->count - larger, all->depth };
}

static void sort(struct part part)
{
	struct part parts[3];
	size_t largest;

	while (part.count > FEW) {
		divide(&part, parts);
		largest = parts[0].count > parts[1].count ? 0 : 1;
		if (parts[2].count > parts[largest].count)
			largest = 2;
		/* The others have at most half of the strings each: however these look, calls do not nest deep. */
		for (size_t at = 0; at < 3; at++)
			if (at != largest)
				sort(parts[at]);
		part = parts[largest];
	}
	insert(part.keys, part.count, part.depth);
}

void kmod_sort_keys(struct key *keys, size_t count)
{
	sort((struct part){ keys, count, 0 });
}
