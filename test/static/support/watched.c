/*
 * The program of the static edition, watched while it runs, in place of qjs_main.c, qjs_image.c and qjs_memory.c: each block of the engine's
 * is one of malloc(3), so that AddressSanitizer sees where it ends.
 *
 * `watched LIST REPORT` does all runs of a list, one after the other. A run is a root in which /proc and /lib/modules are, and a command
 * line: strings that end in NUL, an empty one after the last. What is wrong goes to REPORT, whose last line says which run it was.
 */
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plain_sys.h"

#include "qjs_image.h"
#include "qjs_load.h"

struct image image = { .ready = false };

static void *allocate(JSMallocState *state, size_t size)
{
	(void)state;
	return malloc(size);
}

static void release(JSMallocState *state, void *pointer)
{
	(void)state;
	free(pointer);
}

static void *resize(JSMallocState *state, void *pointer, size_t size)
{
	(void)state;
	if (size > 0)
		return realloc(pointer, size);
	free(pointer);
	return NULL;
}

static size_t size_of(const void *pointer)
{
	return malloc_usable_size((void *)pointer);
}

const JSMallocFunctions image_memory = { allocate, release, resize, size_of };

static const char *root = "";

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);

/* What is looked for at fixed places is looked for in the run's root. */
int __wrap_open(const char *path, int flags, ...)
{
	char moved[PATH_MAX];
	va_list more;
	mode_t mode;

	va_start(more, flags);
	mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
	va_end(more);
	if (strncmp(path, "/proc/", 6) != 0 && strncmp(path, "/lib/modules/", 13) != 0)
		return __real_open(path, flags, mode);
	snprintf(moved, sizeof(moved), "%s%s", root, path);
	return __real_open(moved, flags, mode);
}

/* Longer than any run may take, in seconds. */
#define PATIENCE 60

#define MOST_WORDS 4096

/* Looking for circles takes longer than a run. */
#define RUNS_OF_GARBAGE 64

/* Does the run that begins there, and returns where the next one begins; NULL where it ended as no run may. */
static char *run_next(char *at, FILE *report)
{
	static char *words[MOST_WORDS + 1];
	int count = 0, status;

	for (root = at, at += strlen(at) + 1; *at != '\0' && count < MOST_WORDS; at += strlen(at) + 1)
		words[count++] = at;
	words[count] = NULL;
	alarm(PATIENCE);
	status = run_program(count, words);
	alarm(0);
	if (status == 0 || status == 1)
		return at + 1;
	fprintf(report, "status %d\n", status);
	return NULL;
}

int main(int count, char **arguments)
{
	struct kmod_buffer list = { 0 };
	FILE *report = count == 3 ? fopen(arguments[2], "w") : NULL;
	char *at;
	bool mapped;

	if (report == NULL || kmod_read_file(arguments[1], &list, &mapped) != 0 || !load_program(BYTECODE))
		return 2;
	setvbuf(report, NULL, _IONBF, 0);
	at = (char *)list.data;
	for (int run = 0; at != NULL && at < (char *)list.data + list.length; run++) {
		fprintf(report, "%d\n", run);
		if (run % RUNS_OF_GARBAGE == 0)
			JS_RunGC(image.runtime);
		at = run_next(at, report);
	}
	return at == NULL;
}
