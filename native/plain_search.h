/*
 * Lookup and wildcard search in a binary index, as src/core/index/trie-reader.ts does them. What is seldom (brackets in a pattern)
 * or wrong with the index is left to that: -EAGAIN.
 */
#ifndef PLAIN_SEARCH_H
#define PLAIN_SEARCH_H

#include <stddef.h>
#include <stdint.h>

struct kmod_index {
	const uint8_t *bytes;
	size_t length;
};

/* A value in the index; it ends before a NUL. */
struct kmod_value {
	const char *text;
	size_t length;
	uint32_t priority;
};

struct kmod_values {
	struct kmod_value *list;
	size_t count;
	size_t room;
};

/* The first value of a key: 1, 0 where there is none, or -EAGAIN. */
int kmod_look_up(struct kmod_index index, const char *key, size_t length, struct kmod_value *value);

/*
 * The values of all patterns that match a key, by ascending priority, what was found last first: 0, or -errno. The list is to be
 * freed in any case.
 */
int kmod_search(struct kmod_index index, const char *key, size_t length, struct kmod_values *values);

#endif
