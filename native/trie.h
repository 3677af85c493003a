/* What trie.c and sort_keys.c share. Private to this folder. */
#ifndef TRIE_H
#define TRIE_H

#include "kmod_sys.h"

struct key {
	const uint8_t *bytes;
	uint32_t length;
	/* Its position among the entries. */
	uint32_t entry;
};

/* By bytes, as strcmp(3) orders; in any order where they are the same. */
void kmod_sort_keys(struct key *keys, size_t count);

#endif
