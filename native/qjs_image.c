/* Memory while the image is made, and saving it. See qjs_image.h. */
#include "qjs_image.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "plain_sys.h"
#include "qjs_load.h"

/* How much memory the image has, in units of 8 bytes: nothing in the engine is aligned to more. The first executable has none. */
#ifndef IMAGE_KEPT
#define IMAGE_KEPT 1
#define IMAGE_ZERO 1
#endif

/* The section that the build replaces; the linker says where it is. */
#define SAVED __attribute__((section("kmod_image")))
extern const uint8_t __start_kmod_image[], __stop_kmod_image[];

struct image image SAVED = { .ready = false };
static uint64_t kept[IMAGE_KEPT] SAVED = { 0 };
static uint64_t zero[IMAGE_ZERO];

/* What becomes of a block. */
enum { GONE, KEPT, ZERO };

/* Smaller ones are kept with all others, even if they are zero. */
#define SMALLEST_ZERO 256

/* What stands before a block that is in neither: its number says when it was asked for. */
struct temporary {
	size_t size;
	size_t number;
};

/* Of the second loading: what the first one has learned, a byte a block. */
static struct kmod_buffer fates;
static size_t kept_used, zero_used;
/* How many blocks were asked for, and how many of the temporary ones are not free again. */
static size_t asked, alive;

/* In the first loading: all blocks by their number, NULL for one that is free again. */
static struct temporary **blocks;

/* Bytes from there up to the end of that memory; 0 outside of it. */
static size_t room(const void *pointer, const uint64_t *memory, size_t count)
{
	const uintptr_t from = (uintptr_t)pointer;

	return from < (uintptr_t)memory || from >= (uintptr_t)(memory + count) ? 0 : (uintptr_t)(memory + count) - from;
}

size_t room_in_image(const void *pointer)
{
	return room(pointer, kept, IMAGE_KEPT) + room(pointer, zero, IMAGE_ZERO);
}

static size_t units(size_t size)
{
	return (size + sizeof(*kept) - 1) / sizeof(*kept);
}

static void *take_behind(uint64_t *memory, size_t capacity, size_t *used, size_t size)
{
	uint64_t *const block = memory + *used;

	if (units(size) > capacity - *used)
		return NULL;
	*used += units(size);
	return block;
}

/* Makes room for twice as many blocks where all numbers are used up. */
static bool remember(struct temporary *block)
{
	if ((block->number & (block->number + 1)) == 0) {
		struct temporary **grown = realloc(blocks, 2 * (block->number + 1) * sizeof(*grown));

		if (grown == NULL)
			return false;
		blocks = grown;
	}
	blocks[block->number] = block;
	return true;
}

/*
 * Where temporary blocks are, one behind the other: at the same place in each build, because what stays of the engine's
 * memory still has some of their addresses. Far from the program, and from where a heap or a library may be.
 */
#define TEMPORARY_MEMORY ((void *)(uintptr_t)0x60000000)
#define TEMPORARY_SIZE ((size_t)256 << 20)

static uint8_t *temporary_memory;
static size_t temporary_used;

static bool find_temporary_memory(void)
{
	temporary_memory = mmap(TEMPORARY_MEMORY, TEMPORARY_SIZE, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (temporary_memory == TEMPORARY_MEMORY)
		return true;
	fprintf(stderr, "The memory for the build at %p is not to be had\n", TEMPORARY_MEMORY);
	return false;
}

static void *take_temporary(size_t size, size_t number)
{
	struct temporary *const block = (struct temporary *)(void *)(temporary_memory + temporary_used);
	const size_t needed = (units(sizeof(*block)) + units(size)) * sizeof(*kept);

	if (needed > TEMPORARY_SIZE - temporary_used)
		return NULL;
	temporary_used += needed;
	*block = (struct temporary){ size, number };
	if (fates.data == NULL && !remember(block))
		return NULL;
	alive++;
	return block + 1;
}

static void *take(size_t size)
{
	const size_t number = asked++;
	const int fate = number < fates.length ? fates.data[number] : GONE;

	if (fate == KEPT)
		return take_behind(kept, IMAGE_KEPT, &kept_used, size);
	if (fate == ZERO)
		return take_behind(zero, IMAGE_ZERO, &zero_used, size);
	return take_temporary(size, number);
}

static void give_back(void *pointer)
{
	struct temporary *const block = (struct temporary *)pointer - 1;

	if (room_in_image(pointer) > 0)
		return;
	if (fates.data == NULL)
		blocks[block->number] = NULL;
	alive--;
}

/* Of a block of the image, what follows it is copied too: that does no harm. */
static size_t readable(const void *pointer)
{
	const size_t room = room_in_image(pointer);

	return room > 0 ? room : ((const struct temporary *)pointer - 1)->size;
}

void *resize_in_image(void *pointer, size_t size)
{
	void *const moved = size == 0 ? NULL : take(size);

	if (pointer == NULL || (size > 0 && moved == NULL))
		return moved;
	if (size > 0)
		memcpy(moved, pointer, readable(pointer) < size ? readable(pointer) : size);
	give_back(pointer);
	return moved;
}

static bool is_zero(const void *bytes, size_t length)
{
	const uint8_t *from = bytes;

	return length == 0 || (from[0] == 0 && memcmp(from, from + 1, length - 1) == 0);
}

static int fate_of(const struct temporary *block)
{
	if (block == NULL)
		return GONE;
	return block->size >= SMALLEST_ZERO && is_zero(block + 1, block->size) ? ZERO : KEPT;
}

static bool write_fates(const char *path)
{
	size_t needed[] = { [GONE] = 0, [KEPT] = 1, [ZERO] = 1 };
	FILE *file = fopen(path, "w");

	if (file == NULL)
		return false;
	for (size_t number = 0; number < asked; number++) {
		const int fate = fate_of(blocks[number]);

		needed[fate] += fate == GONE ? 0 : units(blocks[number]->size);
		fputc(fate, file);
	}
	printf("-DIMAGE_KEPT=%zu -DIMAGE_ZERO=%zu\n", needed[KEPT], needed[ZERO]);
	return fclose(file) == 0;
}

/* Where the steps were those of the first loading. */
static bool save_image(const char *path)
{
	const size_t length = (size_t)(__stop_kmod_image - __start_kmod_image);
	FILE *file;
	bool saved;

	if (alive > 0 || asked != fates.length || !is_zero(zero, sizeof(zero))) {
		fprintf(stderr, "The program was not loaded in the same steps again\n");
		return false;
	}
	file = fopen(path, "w");
	if (file == NULL)
		return false;
	image.ready = true;
	saved = fwrite(__start_kmod_image, 1, length, file) == length;
	image.ready = false;
	return fclose(file) == 0 && saved;
}

/* What is asked of make_image, and its answer: makecontext(3) passes no pointers. */
static int word_count;
static char **given_words;
static int made;

static void load_and_save(void)
{
	bool mapped;

	if (!find_temporary_memory())
		made = 1;
	else if (word_count < 3 || (word_count > 3 && kmod_read_file(given_words[2], &fates, &mapped) != 0))
		made = 2;
	else if (!load_program(given_words[1]))
		made = 1;
	else
		made = (word_count > 3 ? save_image(given_words[3]) : write_fates(given_words[2])) ? 0 : 1;
}

/*
 * The engine remembers where its stack is, and leaves in its memory what lay there. On a stack at a fixed address each
 * build gets the same bytes. It is a little larger than what the engine allows itself.
 */
static uint64_t fixed_stack[((size_t)512 << 10) / sizeof(uint64_t)];

int make_image(int count, char **words)
{
	ucontext_t here, there;

	word_count = count;
	given_words = words;
	if (getcontext(&there) != 0)
		return 1;
	there.uc_stack.ss_sp = fixed_stack;
	there.uc_stack.ss_size = sizeof(fixed_stack);
	there.uc_link = &here;
	makecontext(&there, load_and_save, 0);
	return swapcontext(&here, &there) == 0 ? made : 1;
}
