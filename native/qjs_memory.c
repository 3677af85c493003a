/* Memory of a run. See qjs_image.h. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "plain_sys.h"
#include "qjs_image.h"

/* What stands before each block, and the unit in which they are measured. */
union header {
	/* Bytes that were asked for. */
	size_t size;
	uint64_t alignment;
};

/*
 * Blocks of up to so many headers, which are most, are taken from larger pieces and kept by their size when they are free. That is
 * three times as fast as malloc(3), which has the others. A free one has the next one of its size in its first bytes.
 */
#define SMALL 64

static void *free_blocks[SMALL + 1];

/* The first piece costs no call. */
static union header first[((size_t)256 << 10) / sizeof(union header)];
static union header *piece = first;
static size_t left = sizeof(first) / sizeof(first[0]);

#define NEXT_PIECE (((size_t)1 << 20) / sizeof(union header))

static size_t headers_for(size_t size)
{
	return size == 0 ? 1 : (size + sizeof(union header) - 1) / sizeof(union header);
}

/* What is left of the piece before is lost. */
static bool take_piece(void)
{
	union header *const taken = malloc(NEXT_PIECE * sizeof(*taken));

	if (taken == NULL)
		return false;
	piece = taken;
	left = NEXT_PIECE;
	return true;
}

static void *take_small(size_t count)
{
	void *block = free_blocks[count];

	if (block != NULL) {
		memcpy(&free_blocks[count], block, sizeof(void *));
		return block;
	}
	if (left < count + 1 && !take_piece())
		return NULL;
	block = piece + 1;
	piece += count + 1;
	left -= count + 1;
	return block;
}

static void *set_size(union header *header, size_t size)
{
	if (header == NULL)
		return NULL;
	header->size = size;
	return header + 1;
}

static void *take(size_t size)
{
	const size_t count = headers_for(size);
	union header *block;

	if (count <= SMALL) {
		block = take_small(count);
		return block == NULL ? NULL : set_size(block - 1, size);
	}
	return size > SIZE_MAX - sizeof(*block) ? NULL : set_size(malloc(sizeof(*block) + size), size);
}

/* 0 where it is not known: of blocks of the image. */
static size_t size_of(const void *pointer)
{
	if (!image.ready || room_in_image(pointer) > 0)
		return 0;
	return ((const union header *)pointer - 1)->size;
}

static void give_back(void *pointer)
{
	union header *const block = (union header *)pointer - 1;
	size_t count;

	if (room_in_image(pointer) > 0)
		return;
	count = headers_for(block->size);
	if (count > SMALL) {
		free(block);
		return;
	}
	memcpy(pointer, &free_blocks[count], sizeof(void *));
	free_blocks[count] = pointer;
}

static void *move(void *pointer, size_t size)
{
	const size_t room = room_in_image(pointer), before = room > 0 ? room : size_of(pointer);
	void *const moved = take(size);

	if (moved == NULL)
		return NULL;
	memcpy(moved, pointer, before < size ? before : size);
	give_back(pointer);
	return moved;
}

static void *resize_block(void *pointer, size_t size)
{
	union header *const block = (union header *)pointer - 1;
	size_t before, after;

	if (pointer == NULL)
		return size == 0 ? NULL : take(size);
	if (size == 0) {
		give_back(pointer);
		return NULL;
	}
	if (room_in_image(pointer) > 0)
		return move(pointer, size);
	before = headers_for(block->size);
	after = headers_for(size);
	if (before == after)
		return set_size(block, size);
	if (before > SMALL && after > SMALL && size <= SIZE_MAX - sizeof(*block))
		return set_size(realloc(block, sizeof(*block) + size), size);
	return move(pointer, size);
}

static void *resize(JSMallocState *state, void *pointer, size_t size)
{
	const size_t before = pointer == NULL ? 0 : size_of(pointer);
	void *const resized = image.ready ? resize_block(pointer, size) : resize_in_image(pointer, size);

	if (resized == NULL && size > 0 && image.ready)
		kmod_out_of_memory();
	if (image.ready)
		state->malloc_size += size - before;
	return resized;
}

static void *allocate(JSMallocState *state, size_t size)
{
	return resize(state, NULL, size == 0 ? 1 : size);
}

static void release(JSMallocState *state, void *pointer)
{
	resize(state, pointer, 0);
}

const JSMallocFunctions image_memory = { allocate, release, resize, size_of };
