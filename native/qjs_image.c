/* See qjs_image.h. */
#include "qjs_image.h"

#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The build links twice: with more than enough, to learn how much is needed, and with that. */
#ifndef IMAGE_BLOCKS
#define IMAGE_BLOCKS ((size_t)4 << 20)
#endif

/* Free blocks of up to so many headers are kept by their size, larger ones together. */
#define SMALL 512

/*
 * What stands before each block of the image, and the unit in which blocks are measured. There are tens of thousands of
 * them, and nothing in the engine is aligned to more.
 */
union header {
	/* Bytes that were asked for. */
	size_t size;
	struct {
		/* Of a block that is free: how many headers follow, and which free block comes next: its place, 0 for none. */
		uint32_t count;
		uint32_t next;
	} free;
};

/* The section that the build replaces; the linker says where it is. */
#define SAVED __attribute__((section("kmod_image")))
extern const uint8_t __start_kmod_image[], __stop_kmod_image[];

struct image image SAVED = { .ready = false };
static union header memory[IMAGE_BLOCKS] SAVED = { { 0 } };
static size_t used SAVED = 1;
/* By their count; those of more than SMALL at 0. Nothing is at place 0. */
static uint32_t free_blocks[SMALL + 1] SAVED = { 0 };

static bool is_saved(const void *pointer)
{
	return (const uint8_t *)pointer >= __start_kmod_image && (const uint8_t *)pointer < __stop_kmod_image;
}

/* Headers that a block of so many bytes takes, its own one not counted. */
static size_t headers_for(size_t size)
{
	return (size + sizeof(union header) - 1) / sizeof(union header);
}

static uint32_t *list_of(size_t count)
{
	return &free_blocks[count <= SMALL ? count : 0];
}

static void set_free(union header *block, size_t count)
{
	uint32_t *const list = list_of(count);

	block->free.count = (uint32_t)count;
	block->free.next = *list;
	*list = (uint32_t)(block - memory);
}

/* A free block of that many headers, or what is left of a larger one behind it. */
static union header *take_free(uint32_t *list, size_t count)
{
	for (; *list != 0; list = &memory[*list].free.next) {
		union header *const block = memory + *list;
		const size_t more = block->free.count - count;

		if (block->free.count < count)
			continue;
		*list = block->free.next;
		if (more > 1)
			set_free(block + count + 1, more - 1);
		return block;
	}
	return NULL;
}

static union header *take_new(size_t count)
{
	union header *const block = memory + used;

	if (count + 1 > IMAGE_BLOCKS - used)
		return NULL;
	used += count + 1;
	return block;
}

static void *take(size_t size)
{
	const size_t count = headers_for(size);
	union header *block = take_free(list_of(count), count);

	if (block == NULL && count <= SMALL)
		block = take_free(list_of(0), count);
	if (block == NULL)
		block = take_new(count);
	if (block == NULL)
		return NULL;
	block->size = size;
	return block + 1;
}

static void give_back(void *pointer)
{
	union header *const block = (union header *)pointer - 1;

	set_free(block, headers_for(block->size));
}

/*
 * Memory of a run: small blocks, which are most, are taken from here and kept by their size when they are free. That is three
 * times as fast as malloc(3), which has larger ones, and all of them once this is used up.
 */
static union header fresh[((size_t)64 << 20) / sizeof(union header)];
static size_t fresh_used;

/* Blocks of up to so many headers. A free one has the next one of its size in its first bytes. */
#define RUN_SMALL 64

static void *run_blocks[RUN_SMALL + 1];

static bool is_fresh(const void *pointer)
{
	return (const union header *)pointer >= fresh &&
	       (const union header *)pointer < fresh + sizeof(fresh) / sizeof(fresh[0]);
}

static void *take_in_run(size_t size)
{
	const size_t count = headers_for(size);
	union header *block;

	if (count > RUN_SMALL)
		return malloc(size);
	if (run_blocks[count] != NULL) {
		block = (union header *)run_blocks[count] - 1;
		memcpy(&run_blocks[count], block + 1, sizeof(void *));
	} else if (count + 1 <= sizeof(fresh) / sizeof(fresh[0]) - fresh_used) {
		block = fresh + fresh_used;
		fresh_used += count + 1;
	} else {
		return malloc(size);
	}
	block->size = size;
	return block + 1;
}

static void give_back_in_run(void *pointer)
{
	const size_t count = headers_for(((const union header *)pointer - 1)->size);

	if (count == 0 || count > RUN_SMALL)
		return;
	memcpy(pointer, &run_blocks[count], sizeof(void *));
	run_blocks[count] = pointer;
}

static bool has_header(const void *pointer)
{
	return is_saved(pointer) || is_fresh(pointer);
}

static size_t size_of(const void *pointer)
{
	return has_header(pointer) ? ((const union header *)pointer - 1)->size : malloc_usable_size((void *)pointer);
}

static void *allocate(JSMallocState *state, size_t size)
{
	void *const pointer = image.ready ? take_in_run(size) : take(size);

	if (pointer != NULL)
		state->malloc_size += size_of(pointer);
	return pointer;
}

static void release(JSMallocState *state, void *pointer)
{
	if (pointer == NULL)
		return;
	state->malloc_size -= size_of(pointer);
	if (!has_header(pointer))
		free(pointer);
	else if (image.ready)
		give_back_in_run(pointer);
	else
		give_back(pointer);
}

static void *move(JSMallocState *state, void *pointer, size_t size)
{
	const size_t before = size_of(pointer);
	void *const moved = allocate(state, size);

	if (moved == NULL)
		return NULL;
	memcpy(moved, pointer, before < size ? before : size);
	release(state, pointer);
	return moved;
}

/* Whether a block has room for another size, which it then has. */
static bool fits(JSMallocState *state, void *pointer, size_t size)
{
	union header *const block = (union header *)pointer - 1;

	if (headers_for(size) != headers_for(block->size))
		return false;
	state->malloc_size += size - block->size;
	block->size = size;
	return true;
}

static void *resize(JSMallocState *state, void *pointer, size_t size)
{
	size_t before;

	if (pointer == NULL)
		return size == 0 ? NULL : allocate(state, size);
	if (size == 0) {
		release(state, pointer);
		return NULL;
	}
	if (has_header(pointer))
		return fits(state, pointer, size) ? pointer : move(state, pointer, size);
	before = malloc_usable_size(pointer);
	pointer = realloc(pointer, size);
	if (pointer != NULL)
		state->malloc_size += malloc_usable_size(pointer) - before;
	return pointer;
}

const JSMallocFunctions image_memory = { allocate, release, resize, size_of };

size_t image_blocks(void)
{
	return used;
}

int save_image(const char *path)
{
	const size_t length = (size_t)(__stop_kmod_image - __start_kmod_image);
	FILE *file = fopen(path, "w");
	int failure = 0;

	if (file == NULL)
		return -errno;
	image.ready = true;
	if (fwrite(__start_kmod_image, 1, length, file) != length)
		failure = -EIO;
	image.ready = false;
	return fclose(file) == 0 ? failure : -errno;
}
