/*
 * The names of symbols as small numbers, in the order in which they were first met. What src/core/depmod/symbol-names.ts does where there is no
 * addon. See kmod_sys.h.
 */
#include "codecs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define FIRST_SLOTS ((size_t)1 << 15)

/* Starts are 32-bit numbers. */
#define MOST_BYTES ((size_t)INT32_MAX)

struct slot {
	uint32_t hash;
	/* Number of the name, plus one; 0 is an empty slot. */
	uint32_t name;
};

struct kmod_names {
	struct kmod_buffer bytes;
	/* Where each name begins; one further, where it ends. */
	int32_t *starts;
	size_t start_room;
	size_t count;
	struct slot *slots;
	/* A power of two. */
	size_t slot_count;
	uint64_t keys[2];
};

/* Both halves of the product, one over the other. */
static uint64_t fold(uint64_t left, uint64_t right)
{
#ifdef __SIZEOF_INT128__
	const unsigned __int128 product = (unsigned __int128)left * right;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
	const uint64_t low = (left & UINT32_MAX) * (right & UINT32_MAX), high = (left >> 32) * (right >> 32);
	const uint64_t one = (left >> 32) * (right & UINT32_MAX), other = (left & UINT32_MAX) * (right >> 32);
	const uint64_t middle = (low >> 32) + (one & UINT32_MAX) + (other & UINT32_MAX);

	return (middle << 32 | (low & UINT32_MAX)) ^ (high + (one >> 32) + (other >> 32) + (middle >> 32));
#endif
}

/* How a changed byte changes the hash depends on both keys, which no file can know: none can hold names that all fall into one slot. */
static uint32_t hash_of(const uint64_t keys[2], const uint8_t *bytes, size_t length)
{
	uint64_t hash = keys[0] ^ length, word;

	for (; length >= sizeof(word); bytes += sizeof(word), length -= sizeof(word)) {
		memcpy(&word, bytes, sizeof(word));
		hash = fold(hash ^ word, keys[1]);
	}
	word = 0;
	memcpy(&word, bytes, length);
	hash = fold(hash ^ word, keys[1]);
	return (uint32_t)(hash ^ hash >> 32);
}

/* Without waiting for a machine that has just started to gather entropy: then nobody else's files are there yet either. */
static void fill_keys(uint64_t keys[2])
{
	struct timespec now = { 0 };

	if (syscall(SYS_getrandom, keys, 2 * sizeof(*keys), GRND_NONBLOCK) != (long)(2 * sizeof(*keys))) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		keys[0] = (uint64_t)now.tv_nsec << 32 ^ (uint64_t)(uintptr_t)keys;
		keys[1] = (uint64_t)now.tv_sec << 32 ^ (uint64_t)now.tv_nsec * 0x9e3779b97f4a7c15u;
	}
	/* A product with an odd number loses nothing. */
	keys[1] |= 1;
}

static int grow_slots(struct kmod_names *names, size_t count)
{
	struct slot *grown = calloc(count, sizeof(*grown));

	if (grown == NULL)
		return -ENOMEM;
	for (size_t at = 0; at < names->slot_count; at++) {
		const struct slot slot = names->slots[at];
		size_t place = slot.hash & (count - 1);

		if (slot.name == 0)
			continue;
		while (grown[place].name != 0)
			place = (place + 1) & (count - 1);
		grown[place] = slot;
	}
	free(names->slots);
	names->slots = grown;
	names->slot_count = count;
	return 0;
}

/* The slot of a name, or the empty one where it belongs. */
static struct slot *find(const struct kmod_names *names, uint32_t hash, const uint8_t *bytes, size_t length)
{
	const size_t mask = names->slot_count - 1;

	for (size_t place = hash & mask;; place = (place + 1) & mask) {
		struct slot *slot = &names->slots[place];
		const int32_t *start;

		if (slot->name == 0)
			return slot;
		if (slot->hash != hash)
			continue;
		start = &names->starts[slot->name - 1];
		if ((size_t)(start[1] - start[0]) == length &&
		    memcmp(names->bytes.data + start[0], bytes, length) == 0)
			return slot;
	}
}

static int append(struct kmod_names *names, const uint8_t *bytes, size_t length)
{
	const size_t end = names->bytes.length + length;
	int result = 0;

	if (end > MOST_BYTES)
		return -EFBIG;
	if (end > names->bytes.capacity)
		result = kmod_reserve(&names->bytes, 2 * end);
	if (result == 0 && names->count + 1 == names->start_room) {
		int32_t *grown = realloc(names->starts, 2 * names->start_room * sizeof(*grown));

		if (grown == NULL)
			return -ENOMEM;
		names->starts = grown;
		names->start_room *= 2;
	}
	if (result != 0)
		return result;
	memcpy(names->bytes.data + names->bytes.length, bytes, length);
	names->bytes.length = end;
	names->starts[++names->count] = (int32_t)end;
	return 0;
}

static int add(struct kmod_names *names, const uint8_t *bytes, size_t length, int32_t *number)
{
	const uint32_t hash = hash_of(names->keys, bytes, length);
	struct slot *slot = find(names, hash, bytes, length);
	int result;

	if (slot->name == 0) {
		result = append(names, bytes, length);
		if (result != 0)
			return result;
		*slot = (struct slot){ hash, (uint32_t)names->count };
	}
	*number = (int32_t)slot->name - 1;
	/* At least half of the slots are empty. */
	return 2 * names->count < names->slot_count ? 0 : grow_slots(names, 2 * names->slot_count);
}

int kmod_names_open(const struct kmod_strings *known, struct kmod_names **opened)
{
	struct kmod_names *names = calloc(1, sizeof(*names));
	int32_t number;
	int result;

	if (names == NULL)
		return -ENOMEM;
	fill_keys(names->keys);
	names->start_room = FIRST_SLOTS / 2;
	names->starts = calloc(names->start_room, sizeof(*names->starts));
	result = names->starts == NULL ? -ENOMEM : kmod_reserve(&names->bytes, (size_t)1 << 16);
	if (result == 0)
		result = grow_slots(names, FIRST_SLOTS);
	for (size_t at = 0; result == 0 && at < known->count; at++) {
		const int32_t start = known->starts[at], end = known->starts[at + 1];

		if (start < 0 || end < start || (size_t)end > known->length)
			result = -EINVAL;
		else
			result = add(names, known->bytes + start, (size_t)(end - start), &number);
		/* The same name twice would give all that follow another number. */
		if (result == 0 && names->count != at + 1)
			result = -EINVAL;
	}
	if (result == 0)
		*opened = names;
	else
		kmod_names_close(names);
	return result;
}

int64_t kmod_names_add(struct kmod_names *names, const uint8_t *bytes, size_t length, const int32_t *offsets,
		       size_t count, int32_t *numbers, size_t limit)
{
	size_t total = 0;

	for (size_t at = 0; at < count; at++) {
		const size_t offset = (size_t)offsets[at];
		const uint8_t *end;
		size_t most;
		int result;

		if (offsets[at] < 0 || offset >= length)
			return -EINVAL;
		/* Names overlap, so that a small file can ask for any number of bytes. */
		most = length - offset > limit - total ? limit - total + 1 : length - offset;
		end = memchr(bytes + offset, 0, most);
		if (end != NULL)
			most = (size_t)(end - (bytes + offset));
		total += most;
		if (total > limit)
			return -E2BIG;
		result = add(names, bytes + offset, most, &numbers[at]);
		if (result != 0)
			return result;
	}
	return (int64_t)total;
}

struct kmod_strings kmod_names_all(const struct kmod_names *names)
{
	return (struct kmod_strings){ names->bytes.data, names->bytes.length, names->starts, names->count };
}

void kmod_names_close(struct kmod_names *names)
{
	kmod_free_buffer(&names->bytes);
	free(names->starts);
	free(names->slots);
	free(names);
}
