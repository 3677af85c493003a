/*
 * What kmod-ts needs of the system and JavaScript has no way to reach. No JavaScript header here: one binding
 * for each engine (napi*.c is Node's, qjs_*.c that of QuickJS) converts arguments and results, and decides nothing either.
 *
 * Results are zero or -errno, unless a function says otherwise.
 */
#ifndef KMOD_SYS_H
#define KMOD_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Memory that grows; all zero to begin with, and its user's to free. */
struct kmod_buffer {
	uint8_t *data;
	size_t length;
	size_t capacity;
	/* Asked before more bytes are allocated, unless NULL: 0, or the -errno that then ends the work. */
	int (*admit)(void *owner, size_t more);
	void *owner;
};

void kmod_free_buffer(struct kmod_buffer *buffer);

/*
 * Decompression into a buffer, in place of what it held. May run in several threads at a time.
 *
 * All streams of an xz file, by liblzma.so.5. Returns 0, -errno (-ENOSYS: no library; -EFBIG: more than limit
 * bytes), or the lzma_ret that says what is wrong with the input.
 */
int kmod_decompress_xz(const uint8_t *input, size_t length, size_t limit, struct kmod_buffer *output);

/*
 * A zstd file whose first frame states its content size, by libzstd.so.1. Returns 0, -errno as above, or 1 for bad
 * input; *reason is then the text to show.
 */
int kmod_decompress_zstd(const uint8_t *input, size_t length, size_t limit, struct kmod_buffer *output,
			 const char **reason);

/*
 * All members of a gzip file, by libz.so.1. As in kmod what follows them is ignored, and that the last one breaks off is not
 * noticed. Returns 0, -errno as above, or 1 for bad input; *reason is then the text to show.
 */
int kmod_decompress_gzip(const uint8_t *input, size_t length, size_t limit, struct kmod_buffer *output,
			 const char **reason);

/* A batch of files that are read and decompressed in threads of its own, and taken in order by one reader. */
struct kmod_batch;

/*
 * Begins to read the files at the paths (each ends in a NUL byte) in up to so many threads, ahead of the reader until
 * the images that are not taken yet have limit bytes; none may have more than largest. Returns 0 or -errno.
 */
int kmod_batch_open(const char *paths, size_t length, size_t threads, size_t limit, size_t largest,
		    struct kmod_batch **batch);

/*
 * Waits for the next file's image, which is valid until the next call. Returns 0; -errno where reading or
 * decompressing that file failed (-EBADMSG: its bytes are not as they should be); -ENODATA after the last.
 */
int kmod_batch_next(struct kmod_batch *batch, const struct kmod_buffer **image);

/* Ends the threads, finished or not, and frees everything. */
void kmod_batch_close(struct kmod_batch *batch);

/* Files that a thread opens ahead of one reader, who takes them in order. */
struct kmod_ahead;

/* What is read of each file: all of it up to `whole` bytes, else its first `head` and its last `tail` bytes. */
struct kmod_parts {
	size_t head;
	size_t tail;
	size_t whole;
};

/* How many bytes that takes at most. */
size_t kmod_parts_length(const struct kmod_parts *parts);

/*
 * Begins to open the files at the paths (each ends in a NUL byte) and to read their parts into `memory`, which has room for
 * so many slots of kmod_parts_length each: file 0 goes into slot 0, file `slots` into slot 0 again. It stays in use until
 * kmod_ahead_close. Returns 0 or -errno.
 */
int kmod_ahead_open(const char *paths, size_t length, const struct kmod_parts *parts, uint8_t *memory, size_t slots,
		    struct kmod_ahead **ahead);

/*
 * Takes the next file, waiting for it where need be; the last one must not be read any more, and its slot is used for
 * others. Returns its size, or -errno where it is not a file that can be read; -ENODATA after the last. Its slot holds all of it
 * up to `whole` bytes; of a larger one the first bytes and, from `head` on, the last ones.
 */
int64_t kmod_ahead_next(struct kmod_ahead *ahead);

/* Reads of the file that was taken last: how much there was, up to length, or -errno. */
int64_t kmod_ahead_read(const struct kmod_ahead *ahead, uint64_t offset, uint8_t *into, size_t length);

/* Ends the thread and closes everything. */
void kmod_ahead_close(struct kmod_ahead *ahead);

/*
 * Appends the entries of a directory in the kernel's order, `.` and `..` left out: each a letter for its type (f, d, l; o for
 * anything else), its name, a NUL. Returns 0 or -errno.
 */
int kmod_list_directory(const char *path, struct kmod_buffer *list);

/* Numbers that tell a state of a file from any other: size, upper and lower half of the inode, mtime and ctime in s and ns. */
#define KMOD_IDENTITY 7

/* The identities of the files at the paths (each ends in a NUL byte); size -1 where that is no regular file. */
void kmod_identify(const char *paths, size_t count, double *numbers);

/* Strings one behind the other: string n is from starts[n] up to starts[n + 1], and length the bytes in all. */
struct kmod_strings {
	const uint8_t *bytes;
	size_t length;
	const int32_t *starts;
	size_t count;
};

/* Entries of a binary index, in insertion order: each key's value is the one of that number among the values. */
struct kmod_trie_entries {
	struct kmod_strings keys;
	struct kmod_strings values;
	const int32_t *value_of;
	const uint32_t *priorities;
};

/*
 * Writes the index of these entries into an empty buffer. Returns 0 or -errno: -EILSEQ for a byte above 0x7f, -EFBIG for more than 256 MiB,
 * -EINVAL for entries that are none.
 */
int kmod_encode_trie(const struct kmod_trie_entries *entries, struct kmod_buffer *index);

/* Strings as small numbers, from 0 in the order in which they were first met. */
struct kmod_names;

/* With these to begin with, which all differ. Returns 0 or -errno. */
int kmod_names_open(const struct kmod_strings *known, struct kmod_names **names);

/*
 * The numbers of the strings that begin at these offsets of the bytes, and end before the next NUL, at the latest with the bytes. Returns how
 * long they are together; -E2BIG where that is more than the limit, -EINVAL for an offset outside the bytes, -EFBIG where all names have more
 * than 2 GiB.
 */
int64_t kmod_names_add(struct kmod_names *names, const uint8_t *bytes, size_t length, const int32_t *offsets,
		       size_t count, int32_t *numbers, size_t limit);

/* All of them; valid until something is added. */
struct kmod_strings kmod_names_all(const struct kmod_names *names);

void kmod_names_close(struct kmod_names *names);

/* syslog(3), facility daemon. */
void kmod_syslog(const char *identity, int severity, const char *message);

/* finit_module(2) of the file at a path; flags are its MODULE_INIT_*. */
int kmod_insert_file(const char *path, const char *options, int flags);

/* init_module(2). */
int kmod_insert_image(const uint8_t *image, size_t length, const char *options);

/* delete_module(2); flags are O_NONBLOCK and O_TRUNC, as there. */
int kmod_remove_module(const char *name, unsigned int flags);

/* A descriptor of /dev/kmsg that reads without waiting what is logged from now on, a record a read; or -errno. */
int kmod_open_kernel_log(void);

/*
 * Runs /bin/sh -c COMMAND and waits for its end. Additions to the environment are strings NAME=VALUE, each with its NUL,
 * length bytes in all. Returns the status of wait(2), or -errno.
 */
int kmod_run_shell(char *command, char *additions, size_t length);

#endif
