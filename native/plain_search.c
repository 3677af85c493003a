/* See plain_search.h; the format is described in src/core/index/trie-format.ts. */
#include "plain_search.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_SIZE 12
#define ROOT_SLOT 8

#define HAS_PREFIX 0x80000000u
#define HAS_VALUES 0x40000000u
#define HAS_CHILDREN 0x20000000u
#define OFFSET 0x0fffffffu

/* Of a pattern from its first wildcard on. Longer ones, and searches that take more steps, are no modaliases. */
#define LONGEST_PATTERN 1024
#define MOST_STEPS 2000000

struct node {
	size_t prefix;
	size_t prefix_end;
	unsigned int first;
	unsigned int last;
	size_t slots;
	/* 0: it has none. */
	size_t values;
};

/*
 * How far a pattern that becomes known byte by byte matches the key: see src/core/index/glob-trail.ts. What follows the last star
 * so far is the segment, and only its leftmost place in the key is kept.
 */
struct trail {
	size_t length;
	size_t segment;
	size_t at;
	bool star;
};

struct search {
	struct kmod_index index;
	const char *key;
	size_t key_length;
	struct kmod_values *values;
	char pattern[LONGEST_PATTERN];
	size_t steps;
};

static uint32_t number_at(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* 1, 0 where a reference leads to no node, or -EAGAIN. */
static int read_node(struct kmod_index index, uint32_t reference, struct node *node)
{
	size_t at = reference & OFFSET;

	if (at == 0)
		return 0;
	if (at < HEADER_SIZE || at >= index.length)
		return -EAGAIN;
	*node = (struct node){ .prefix = at, .prefix_end = at, .first = 1 };
	if (reference & HAS_PREFIX) {
		const uint8_t *end = memchr(index.bytes + at, 0, index.length - at);

		if (end == NULL)
			return -EAGAIN;
		node->prefix_end = (size_t)(end - index.bytes);
		at = node->prefix_end + 1;
	}
	if (reference & HAS_CHILDREN) {
		if (index.length - at < 2)
			return -EAGAIN;
		node->first = index.bytes[at];
		node->last = index.bytes[at + 1];
		node->slots = at + 2;
		if (node->first > node->last || node->last >= 0x80)
			return -EAGAIN;
		at = node->slots + 4 * (size_t)(node->last - node->first + 1);
		if (at > index.length)
			return -EAGAIN;
	}
	node->values = reference & HAS_VALUES ? at : 0;
	return 1;
}

static int read_child(struct kmod_index index, const struct node *parent, unsigned int byte, struct node *node)
{
	if (byte < parent->first || byte > parent->last)
		return 0;
	return read_node(index, number_at(index.bytes + parent->slots + 4 * (size_t)(byte - parent->first)), node);
}

static int read_root(struct kmod_index index, struct node *node)
{
	return index.length < HEADER_SIZE ? -EAGAIN : read_node(index, number_at(index.bytes + ROOT_SLOT), node);
}

/* How many values a node has: *at is where the first begins. */
static int count_values(struct kmod_index index, const struct node *node, size_t *at, uint32_t *count)
{
	if (index.length - node->values < 4)
		return -EAGAIN;
	*count = number_at(index.bytes + node->values);
	*at = node->values + 4;
	/* Every value takes five bytes at least. */
	return *count <= (index.length - *at) / 5 ? 0 : -EAGAIN;
}

static int read_value(struct kmod_index index, size_t *at, struct kmod_value *value)
{
	const uint8_t *text = index.bytes + *at + 4, *end;

	if (index.length - *at < 5)
		return -EAGAIN;
	end = memchr(text, 0, index.length - *at - 4);
	if (end == NULL)
		return -EAGAIN;
	*value = (struct kmod_value){ (const char *)text, (size_t)(end - text), number_at(index.bytes + *at) };
	*at += 4 + value->length + 1;
	return 0;
}

int kmod_look_up(struct kmod_index index, const char *key, size_t length, struct kmod_value *value)
{
	struct node node;
	size_t position = 0, at;
	uint32_t count;
	int result = read_root(index, &node);

	while (result == 1) {
		const size_t prefix = node.prefix_end - node.prefix;

		if (prefix > length - position || memcmp(index.bytes + node.prefix, key + position, prefix) != 0)
			return 0;
		position += prefix;
		if (position == length)
			break;
		result = read_child(index, &node, (unsigned char)key[position++], &node);
	}
	if (result != 1 || node.values == 0)
		return result < 0 ? result : 0;
	if (count_values(index, &node, &at, &count) != 0)
		return -EAGAIN;
	if (count == 0)
		return 0;
	result = read_value(index, &at, value);
	return result == 0 ? 1 : result;
}

static int add(struct kmod_values *values, struct kmod_value value)
{
	if (values->count == values->room) {
		const size_t room = values->room == 0 ? 8 : 2 * values->room;
		struct kmod_value *grown = realloc(values->list, room * sizeof(*grown));

		if (grown == NULL)
			return -ENOMEM;
		values->list = grown;
		values->room = room;
	}
	values->list[values->count++] = value;
	return 0;
}

static int spend(struct search *search, size_t steps)
{
	search->steps += steps;
	return search->steps > MOST_STEPS ? -EAGAIN : 0;
}

static int add_values(struct search *search, const struct node *node)
{
	size_t at;
	uint32_t count;
	int result;

	if (node->values == 0)
		return 0;
	result = count_values(search->index, node, &at, &count);
	for (uint32_t done = 0; result == 0 && done < count; done++) {
		struct kmod_value value;

		result = read_value(search->index, &at, &value);
		if (result == 0)
			result = spend(search, value.length + 5);
		if (result == 0)
			result = add(search->values, value);
	}
	return result;
}

static bool segment_matches(struct search *search, const struct trail *trail, size_t start)
{
	search->steps += trail->length - trail->segment;
	for (size_t at = trail->segment; at < trail->length; at++)
		if (search->pattern[at] != '?' && search->pattern[at] != search->key[start + at - trail->segment])
			return false;
	return true;
}

/* Moves the segment right until it can be followed by this byte. */
static bool extend(struct search *search, struct trail *trail, char byte)
{
	const size_t length = trail->length - trail->segment;

	for (size_t start = trail->at; start + length < search->key_length; start++) {
		search->steps++;
		if ((byte == '?' || search->key[start + length] == byte) &&
		    (start == trail->at || segment_matches(search, trail, start))) {
			trail->at = start;
			return true;
		}
		if (!trail->star)
			return false;
	}
	return false;
}

/* 1, 0 where no pattern that begins so matches, or -EAGAIN. */
static int push(struct search *search, struct trail *trail, char byte)
{
	if (byte == '[' || byte == '\\' || trail->length == LONGEST_PATTERN)
		return -EAGAIN;
	if (byte == '*') {
		trail->at += trail->length - trail->segment;
		trail->segment = trail->length + 1;
		trail->star = true;
	} else if (!extend(search, trail, byte)) {
		return 0;
	}
	search->pattern[trail->length++] = byte;
	return spend(search, 1) == 0 ? 1 : -EAGAIN;
}

static bool matches(struct search *search, const struct trail *trail)
{
	const size_t length = trail->length - trail->segment;

	if (!trail->star)
		return trail->at + length == search->key_length;
	return search->key_length >= trail->at + length &&
	       segment_matches(search, trail, search->key_length - length);
}

/* Adds what matches at and below a node, whose text is matched from this byte of its prefix on. The depth is a pattern's length at most. */
static int collect(struct search *search, const struct node *node, struct trail trail, size_t from)
{
	int result = 1;

	for (size_t at = from; result == 1 && at < node->prefix_end; at++)
		result = push(search, &trail, (char)search->index.bytes[at]);
	if (result == 1 && spend(search, node->last + 1 - node->first) != 0)
		return -EAGAIN;
	if (result != 1)
		return result;
	for (unsigned int byte = node->first; byte <= node->last; byte++) {
		struct trail below = trail;
		struct node child;

		result = read_child(search->index, node, byte, &child);
		if (result == 1)
			result = push(search, &below, (char)byte);
		if (result == 1)
			result = collect(search, &child, below, child.prefix);
		if (result < 0)
			return result;
	}
	return matches(search, &trail) ? add_values(search, node) : 0;
}

/* Adds what matches below a node's wildcards, with the key from a position on. */
static int collect_children(struct search *search, const struct node *node, size_t position)
{
	for (const char *wildcard = "*?["; *wildcard != '\0'; wildcard++) {
		struct trail trail = { .at = position };
		struct node child;
		int result = read_child(search->index, node, (unsigned char)*wildcard, &child);

		if (result == 1)
			result = push(search, &trail, *wildcard);
		if (result == 1)
			result = collect(search, &child, trail, child.prefix);
		if (result < 0)
			return result;
	}
	return 0;
}

/* Passes a node's prefix: 1, 0 where the way ends there, or -errno. */
static int pass_prefix(struct search *search, const struct node *node, size_t *position)
{
	for (size_t at = node->prefix; at < node->prefix_end; at++) {
		const char byte = (char)search->index.bytes[at];

		if (byte == '*' || byte == '?' || byte == '[')
			return collect(search, node, (struct trail){ .at = *position }, at);
		if (*position == search->key_length || byte != search->key[*position])
			return 0;
		(*position)++;
	}
	return 1;
}

static int walk(struct search *search)
{
	struct node node;
	size_t position = 0;
	int result = read_root(search->index, &node);

	while (result == 1) {
		result = pass_prefix(search, &node, &position);
		if (result != 1)
			break;
		result = collect_children(search, &node, position);
		if (result != 0)
			break;
		if (position == search->key_length)
			return add_values(search, &node);
		result = read_child(search->index, &node, (unsigned char)search->key[position++], &node);
	}
	return result;
}

/* Found last first, and then by priority; there are few. */
static void sort(struct kmod_values *values)
{
	struct kmod_value *list = values->list;

	for (size_t at = 0; at < values->count / 2; at++) {
		const struct kmod_value other = list[at];

		list[at] = list[values->count - 1 - at];
		list[values->count - 1 - at] = other;
	}
	for (size_t at = 1; at < values->count; at++) {
		const struct kmod_value value = list[at];
		size_t to = at;

		for (; to > 0 && list[to - 1].priority > value.priority; to--)
			list[to] = list[to - 1];
		list[to] = value;
	}
}

/* Sorting more than these by insertion takes too long. */
#define MOST_VALUES 2000

int kmod_search(struct kmod_index index, const char *key, size_t length, struct kmod_values *values)
{
	struct search search = { .index = index, .key = key, .key_length = length, .values = values };
	const int result = walk(&search);

	if (result == 0 && values->count > MOST_VALUES)
		return -EAGAIN;
	if (result == 0)
		sort(values);
	return result;
}
