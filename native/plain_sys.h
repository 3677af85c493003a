/*
 * What an engine without a standard library of its own cannot do either: files, streams and the process. Node does this
 * for itself. No JavaScript header here, as in kmod_sys.h; results are zero or -errno, unless a function says otherwise.
 */
#ifndef PLAIN_SYS_H
#define PLAIN_SYS_H

#include "kmod_sys.h"

/* A descriptor to read from, or -errno. */
int kmod_open(const char *path);

/* Size of what can be read at any offset, 0 for a device; -EISDIR, -ESPIPE for what cannot. */
int64_t kmod_seekable_size(int descriptor);

/* Reads up to length bytes, fewer only at the end: how many, or -errno. */
int64_t kmod_read_at(int descriptor, uint64_t offset, uint8_t *into, size_t length);

/* All that is left to read into an empty buffer, whatever it is: a file, a pipe, a file of /proc. -EFBIG where that does not end. */
int kmod_read_rest(int descriptor, struct kmod_buffer *buffer);

/*
 * All of a file. A large one is not read but mapped, which *mapped says: of an index of a megabyte a lookup touches a few pages. That
 * is the buffer's own then all the same, but munmap(2) frees it.
 */
int kmod_read_file(const char *path, struct kmod_buffer *buffer, bool *mapped);

/* Writes everything, waiting where a non-blocking pipe is full. */
int kmod_write_all(int descriptor, const void *bytes, size_t length);

/* Writes a new file and syncs it; nothing is left of one that could not be written. */
int kmod_create_file(const char *path, const void *bytes, size_t length, unsigned int mode);

/* Writes over what is there. */
int kmod_overwrite_file(const char *path, const void *bytes, size_t length);

/* Makes a rename in this directory durable. Where the file system cannot sync a directory, that is no failure. */
int kmod_sync_directory(const char *path);

struct kmod_status {
	/* f, d, or o for anything else. */
	char type;
	/* Of a file; 0 for anything else. */
	int64_t size;
	/* Permission bits, with set-user-id and its like. */
	unsigned int mode;
	/* When the content was last changed: nanoseconds since 1970. */
	int64_t modified;
	/* b or c for a device node, which these numbers are of; 0 for anything else. */
	char device;
	unsigned int major_number;
	unsigned int minor_number;
};

/* Follows symbolic links. */
int kmod_file_status(const char *path, struct kmod_status *status);

/* The text of a symbolic link in an empty buffer. */
int kmod_read_link(const char *path, struct kmod_buffer *text);

/* Remembers a new file, which will get another name when it is whole. */
void kmod_note_new_file(const char *path);

/*
 * Ends the process with a message and status 1, and removes what is left of its new files. For what can come at any place: memory that is used
 * up, which the engine does not survive everywhere, and a signal.
 */
_Noreturn void kmod_give_up(const char *reason);
_Noreturn void kmod_out_of_memory(void);

#endif
