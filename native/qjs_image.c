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

	if (!image.ready)
		set_free(block, headers_for(block->size));
}

static size_t size_of(const void *pointer)
{
	return is_saved(pointer) ? ((const union header *)pointer - 1)->size : malloc_usable_size((void *)pointer);
}

static void *allocate(JSMallocState *state, size_t size)
{
	void *const pointer = image.ready ? malloc(size) : take(size);

	if (pointer != NULL)
		state->malloc_size += size_of(pointer);
	return pointer;
}

static void release(JSMallocState *state, void *pointer)
{
	if (pointer == NULL)
		return;
	state->malloc_size -= size_of(pointer);
	if (is_saved(pointer))
		give_back(pointer);
	else
		free(pointer);
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

static void *resize(JSMallocState *state, void *pointer, size_t size)
{
	size_t before;

	if (pointer == NULL)
		return size == 0 ? NULL : allocate(state, size);
	if (size == 0) {
		release(state, pointer);
		return NULL;
	}
	if (is_saved(pointer))
		return move(state, pointer, size);
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
