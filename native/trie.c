/*
 * The binary index of depmod, written. The format, and what is to be said of entries that do not fit, are those of
 * src/core/index/trie-writer.ts, which does the same where there is no addon. See kmod_sys.h.
 */
#include "codecs.h"
#include "trie.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC 0xb007f457u
#define VERSION 0x00020001u
#define HEADER_SIZE 12

#define HAS_PREFIX 0x80000000u
#define HAS_VALUES 0x40000000u
#define HAS_CHILDREN 0x20000000u
/* What a reference can span. */
#define LARGEST 0x0fffffffu

/* Where the reference to the root is. */
#define ROOT_SLOT 8

/* Sorted keys from `from` up to `to`, which have their first `depth` bytes in common, and where the reference to their node goes. */
struct pending {
	size_t from;
	size_t to;
	size_t depth;
	size_t slot;
};

struct writer {
	const struct kmod_trie_entries *entries;
	struct key *keys;
	struct kmod_buffer *index;
	struct pending *pending;
	size_t pending_count;
	size_t pending_room;
	/* Room to sort the values of one key. */
	uint64_t *ranks;
	size_t rank_room;
};

static int make_room(struct writer *writer, size_t more)
{
	struct kmod_buffer *index = writer->index;
	const size_t wanted = index->length + more;

	if (wanted > LARGEST)
		return -EFBIG;
	return wanted <= index->capacity ? 0 : kmod_reserve(index, 2 * wanted);
}

/* There is room. */
static void put(struct writer *writer, const uint8_t *bytes, size_t length)
{
	if (length > 0)
		memcpy(writer->index->data + writer->index->length, bytes, length);
	writer->index->length += length;
}

static void put_u8(struct writer *writer, unsigned int value)
{
	writer->index->data[writer->index->length++] = (uint8_t)value;
}

static void set_u32(struct writer *writer, size_t at, uint32_t value)
{
	uint8_t *bytes = writer->index->data + at;

	bytes[0] = (uint8_t)(value >> 24);
	bytes[1] = (uint8_t)(value >> 16);
	bytes[2] = (uint8_t)(value >> 8);
	bytes[3] = (uint8_t)value;
}

static void put_u32(struct writer *writer, uint32_t value)
{
	set_u32(writer, writer->index->length, value);
	writer->index->length += 4;
}

static int push(struct writer *writer, struct pending pending)
{
	if (writer->pending_count == writer->pending_room) {
		const size_t room = writer->pending_room == 0 ? 1024 : 2 * writer->pending_room;
		struct pending *grown = realloc(writer->pending, room * sizeof(*grown));

		if (grown == NULL)
			return -ENOMEM;
		writer->pending = grown;
		writer->pending_room = room;
	}
	writer->pending[writer->pending_count++] = pending;
	return 0;
}

/* How many bytes the first and the last key have in common, of which depth are known: so many have all between them. */
static size_t common_length(const struct writer *writer, const struct pending *node)
{
	const struct key *first = &writer->keys[node->from];
	const struct key *last = &writer->keys[node->to - 1];
	const size_t limit = first->length < last->length ? first->length : last->length;
	size_t length = node->depth;

	while (length < limit && first->bytes[length] == last->bytes[length])
		length++;
	return length;
}

static uint8_t byte_at(const struct writer *writer, size_t key, size_t depth)
{
	return writer->keys[key].bytes[depth];
}

/* The child table, still empty. The children are left to be written next, in ascending order: what is pushed last is written first. */
static int write_children(struct writer *writer, size_t from, size_t to, size_t depth)
{
	const unsigned int first = byte_at(writer, from, depth), last = byte_at(writer, to - 1, depth);
	const size_t size = 4 * (size_t)(last - first + 1);
	int result = make_room(writer, 2 + size);
	size_t slots;

	if (result != 0)
		return result;
	put_u8(writer, first);
	put_u8(writer, last);
	slots = writer->index->length;
	memset(writer->index->data + slots, 0, size);
	writer->index->length += size;
	for (size_t end = to; result == 0 && end > from;) {
		const unsigned int byte = byte_at(writer, end - 1, depth);
		size_t start = end - 1;

		while (start > from && byte_at(writer, start - 1, depth) == byte)
			start--;
		result = push(writer, (struct pending){ start, end, depth + 1, slots + 4 * (size_t)(byte - first) });
		end = start;
	}
	return result;
}

static int compare_ranks(const void *left, const void *right)
{
	const uint64_t one = *(const uint64_t *)left, other = *(const uint64_t *)right;

	return one < other ? -1 : one > other;
}

/* The entries of one key by priority; of the same priority the last comes first. */
static int sort_values(struct writer *writer, size_t from, size_t to)
{
	const size_t count = to - from;

	if (count > writer->rank_room) {
		uint64_t *grown = realloc(writer->ranks, count * sizeof(*grown));

		if (grown == NULL)
			return -ENOMEM;
		writer->ranks = grown;
		writer->rank_room = count;
	}
	for (size_t at = 0; at < count; at++) {
		const uint32_t entry = writer->keys[from + at].entry;

		writer->ranks[at] = (uint64_t)writer->entries->priorities[entry] << 32 | (UINT32_MAX - entry);
	}
	qsort(writer->ranks, count, sizeof(*writer->ranks), compare_ranks);
	for (size_t at = 0; at < count; at++)
		writer->keys[from + at].entry = UINT32_MAX - (uint32_t)writer->ranks[at];
	return 0;
}

static int write_values(struct writer *writer, size_t from, size_t to)
{
	const struct kmod_trie_entries *entries = writer->entries;
	int result = to - from > 1 ? sort_values(writer, from, to) : 0;

	if (result == 0)
		result = make_room(writer, 4);
	if (result == 0)
		put_u32(writer, (uint32_t)(to - from));
	for (size_t at = from; result == 0 && at < to; at++) {
		const uint32_t entry = writer->keys[at].entry;
		const int32_t *value = entries->values.starts + entries->value_of[entry];
		const size_t length = (size_t)(value[1] - value[0]);

		result = make_room(writer, 4 + length + 1);
		if (result != 0)
			break;
		put_u32(writer, entries->priorities[entry]);
		put(writer, entries->values.bytes + value[0], length);
		put_u8(writer, 0);
	}
	return result;
}

static int write_node(struct writer *writer, struct pending node)
{
	/* The root has no prefix, even where all keys begin alike. */
	const size_t end = node.slot == ROOT_SLOT ? 0 : common_length(writer, &node);
	const size_t prefix = end - node.depth;
	size_t below = node.from;
	uint32_t flags;
	int result = make_room(writer, prefix + 1);

	if (result != 0)
		return result;
	while (below < node.to && writer->keys[below].length == end)
		below++;
	flags = (prefix > 0 ? HAS_PREFIX : 0) | (below < node.to ? HAS_CHILDREN : 0) |
		(below > node.from ? HAS_VALUES : 0);
	set_u32(writer, node.slot, flags | (uint32_t)writer->index->length);
	if (prefix > 0) {
		put(writer, writer->keys[node.from].bytes + node.depth, prefix);
		put_u8(writer, 0);
	}
	if (below < node.to)
		result = write_children(writer, below, node.to, end);
	if (result == 0 && below > node.from)
		result = write_values(writer, node.from, below);
	return result;
}

static int write_index(struct writer *writer)
{
	const size_t count = writer->entries->keys.count;
	int result = make_room(writer, HEADER_SIZE + writer->entries->keys.length + 32 * count);

	if (result == -EFBIG)
		result = make_room(writer, HEADER_SIZE);
	if (result != 0)
		return result;
	put_u32(writer, MAGIC);
	put_u32(writer, VERSION);
	put_u32(writer, HEADER_SIZE);
	if (count > 0)
		result = push(writer, (struct pending){ 0, count, 0, ROOT_SLOT });
	/* Not recursive: keys that begin with one another nest as deep as they are long. */
	while (result == 0 && writer->pending_count > 0)
		result = write_node(writer, writer->pending[--writer->pending_count]);
	return result;
}

/* 0; -EINVAL for strings outside their bytes, -EILSEQ for a byte that no index can hold. */
static int check_strings(const struct kmod_strings *strings)
{
	uint8_t all = 0;

	if (strings->starts[0] < 0 || (size_t)strings->starts[strings->count] > strings->length)
		return -EINVAL;
	for (size_t at = 0; at < strings->count; at++)
		if (strings->starts[at] > strings->starts[at + 1])
			return -EINVAL;
	for (int32_t at = strings->starts[0]; at < strings->starts[strings->count]; at++)
		all |= strings->bytes[at];
	return all < 0x80 ? 0 : -EILSEQ;
}

static int check_entries(const struct kmod_trie_entries *entries)
{
	int result = check_strings(&entries->keys);

	if (result == 0)
		result = check_strings(&entries->values);
	for (size_t at = 0; result == 0 && at < entries->keys.count; at++)
		if (entries->value_of[at] < 0 || (size_t)entries->value_of[at] >= entries->values.count)
			result = -EINVAL;
	return result;
}

static void fill_keys(struct writer *writer)
{
	const struct kmod_strings *strings = &writer->entries->keys;

	for (size_t at = 0; at < strings->count; at++) {
		const int32_t start = strings->starts[at];

		writer->keys[at] = (struct key){ strings->bytes + start, (uint32_t)(strings->starts[at + 1] - start),
						 (uint32_t)at };
	}
}

int kmod_encode_trie(const struct kmod_trie_entries *entries, struct kmod_buffer *index)
{
	struct writer writer = { .entries = entries, .index = index };
	int result = check_entries(entries);

	if (result != 0)
		return result;
	writer.keys = malloc((entries->keys.count + 1) * sizeof(*writer.keys));
	if (writer.keys == NULL)
		return -ENOMEM;
	fill_keys(&writer);
	kmod_sort_keys(writer.keys, entries->keys.count);
	result = write_index(&writer);
	free(writer.keys);
	free(writer.pending);
	free(writer.ranks);
	return result;
}
