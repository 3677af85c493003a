/* Decompression by the libraries of the machine. See kmod_sys.h. */
#include "kmod_sys.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>

/* Grown as needed and kept: thousands of modules are decompressed one after the other. */
static uint8_t *buffer;
static size_t capacity;

/* More than this is given back after use. */
#define KEPT ((size_t)64 << 20)
#define FIRST_CAPACITY ((size_t)1 << 20)

static int reserve(size_t wanted)
{
	uint8_t *grown;

	if (wanted <= capacity)
		return 0;
	grown = realloc(buffer, wanted);
	if (grown == NULL)
		return -ENOMEM;
	buffer = grown;
	capacity = wanted;
	return 0;
}

/* A huge file must not hold its memory while all the small ones follow. */
static void shrink(void)
{
	if (capacity <= KEPT)
		return;
	free(buffer);
	buffer = NULL;
	capacity = 0;
}

/*
 * liblzma's interface, as its stable ABI (soname 5) has it. Declared here so that building needs no header of a
 * library that may be missing at run time anyway.
 */
struct lzma_stream {
	const uint8_t *next_in;
	size_t avail_in;
	uint64_t total_in;
	uint8_t *next_out;
	size_t avail_out;
	uint64_t total_out;
	const void *allocator;
	void *internal;
	void *reserved_pointers[4];
	uint64_t reserved_integers[2];
	size_t reserved_sizes[2];
	int reserved_enums[2];
};

enum { LZMA_OK = 0, LZMA_STREAM_END = 1, LZMA_MEM_ERROR = 5, LZMA_MEMLIMIT_ERROR = 6 };
enum { LZMA_FINISH = 3 };
#define LZMA_CONCATENATED UINT32_C(0x08)

/* For the dictionary; the largest preset of xz(1) needs 65 MiB. */
#define XZ_MEMORY_LIMIT (UINT64_C(512) << 20)

static struct {
	int (*stream_decoder)(struct lzma_stream *stream, uint64_t memory_limit, uint32_t flags);
	int (*code)(struct lzma_stream *stream, int action);
	void (*end)(struct lzma_stream *stream);
} lzma;

static struct {
	unsigned long long (*content_size)(const void *input, size_t length);
	size_t (*decompress)(void *output, size_t capacity, const void *input, size_t length);
	unsigned (*is_error)(size_t code);
	const char *(*error_name)(size_t code);
} zstd;

/* POSIX's own way around ISO C, which knows no conversion from an object pointer to a function pointer. */
static int find(void *library, const char *name, void *function)
{
	*(void **)function = dlsym(library, name);
	return *(void **)function == NULL ? -ENOSYS : 0;
}

static int load_lzma(void)
{
	void *library;

	if (lzma.end != NULL)
		return 0;
	library = dlopen("liblzma.so.5", RTLD_NOW | RTLD_LOCAL);
	if (library == NULL || find(library, "lzma_stream_decoder", &lzma.stream_decoder) != 0 ||
	    find(library, "lzma_code", &lzma.code) != 0)
		return -ENOSYS;
	return find(library, "lzma_end", &lzma.end);
}

static int load_zstd(void)
{
	void *library;

	if (zstd.error_name != NULL)
		return 0;
	library = dlopen("libzstd.so.1", RTLD_NOW | RTLD_LOCAL);
	if (library == NULL || find(library, "ZSTD_getFrameContentSize", &zstd.content_size) != 0 ||
	    find(library, "ZSTD_decompress", &zstd.decompress) != 0 ||
	    find(library, "ZSTD_isError", &zstd.is_error) != 0)
		return -ENOSYS;
	return find(library, "ZSTD_getErrorName", &zstd.error_name);
}

/* Makes room where the output is full. One byte beyond the limit is allowed, so that reaching it shows. */
static int make_room(struct lzma_stream *stream, size_t limit)
{
	size_t used = (size_t)stream->total_out;
	size_t wanted = capacity < FIRST_CAPACITY ? FIRST_CAPACITY : capacity;
	int result;

	if (used > limit)
		return -EFBIG;
	if (used == capacity)
		wanted = capacity * 2 < FIRST_CAPACITY ? FIRST_CAPACITY : capacity * 2;
	if (wanted > limit + 1)
		wanted = limit + 1;
	result = reserve(wanted);
	if (result != 0)
		return result;
	stream->next_out = buffer + used;
	stream->avail_out = capacity - used;
	return 0;
}

static int run_lzma(struct lzma_stream *stream, size_t limit)
{
	int result = LZMA_OK;

	while (result == LZMA_OK) {
		if (stream->avail_out == 0) {
			result = make_room(stream, limit);
			if (result != 0)
				return result;
		}
		result = lzma.code(stream, LZMA_FINISH);
	}
	return result;
}

int kmod_decompress_xz(const uint8_t *input, size_t length, size_t limit, struct kmod_bytes *output)
{
	struct lzma_stream stream = { 0 };
	int result = load_lzma();

	if (result != 0)
		return result;
	shrink();
	result = lzma.stream_decoder(&stream, XZ_MEMORY_LIMIT, LZMA_CONCATENATED);
	if (result == LZMA_OK) {
		stream.next_in = input;
		stream.avail_in = length;
		result = run_lzma(&stream, limit);
	}
	output->data = buffer;
	output->length = (size_t)stream.total_out;
	lzma.end(&stream);
	if (result == LZMA_MEM_ERROR || result == LZMA_MEMLIMIT_ERROR)
		return -ENOMEM;
	if (result != LZMA_STREAM_END)
		return result;
	return output->length > limit ? -EFBIG : 0;
}

/* ZSTD_CONTENTSIZE_UNKNOWN and ZSTD_CONTENTSIZE_ERROR are the two largest values. */
#define ZSTD_LARGEST_SIZE (~0ULL - 2)

int kmod_decompress_zstd(const uint8_t *input, size_t length, size_t limit, struct kmod_bytes *output,
			 const char **reason)
{
	unsigned long long size;
	size_t written;
	int result = load_zstd();

	if (result != 0)
		return result;
	shrink();
	size = zstd.content_size(input, length);
	if (size > ZSTD_LARGEST_SIZE) {
		*reason = "Failed to determine decompression size";
		return 1;
	}
	if (size > limit)
		return -EFBIG;
	result = reserve((size_t)size);
	if (result != 0)
		return result;
	written = zstd.decompress(buffer, (size_t)size, input, length);
	if (zstd.is_error(written)) {
		*reason = zstd.error_name(written);
		return 1;
	}
	output->data = buffer;
	output->length = written;
	return 0;
}
