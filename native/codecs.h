/* What the decompressors share. Private to this folder; bindings read kmod_sys.h. */
#ifndef CODECS_H
#define CODECS_H

#include "kmod_sys.h"

struct symbol {
	const char *name;
	/* Address of the function pointer to set. */
	void *function;
};

/*
 * Sets all of the symbols from a library. One that the process has already goes first: newer Nodes carry and export a
 * libzstd of their own, and one opened beside it would call that one's functions on its own structures.
 * Returns 0, or -ENOSYS where there is no such library.
 */
int kmod_find_symbols(const char *library, const struct symbol *symbols, size_t count);

/* Gives a buffer room for capacity bytes: 0, -ENOMEM, or what its owner says. */
int kmod_reserve(struct kmod_buffer *buffer, size_t capacity);

/*
 * Makes room behind the buffer's length, for an unknown number of bytes. One more than the limit is allowed, so that
 * going beyond it shows: -EFBIG.
 */
int kmod_make_room(struct kmod_buffer *buffer, size_t limit);

/*
 * Reads a file and makes its image of it: decompresses what is compressed by its magic number. `file` is memory to
 * read into, which may be used again; `image` is empty. Returns 0 or -errno, -EBADMSG for bad input.
 */
int kmod_read_image(const char *path, size_t limit, struct kmod_buffer *file, struct kmod_buffer *image);

/* The size of a regular file, or -errno; -EFBIG beyond the limit. */
int64_t kmod_file_size(int descriptor, uint64_t limit);

#endif
