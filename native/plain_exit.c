/* Ending where nobody can be told any more. See plain_sys.h. */
#include "plain_sys.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* More than any tool makes in a run. */
#define MOST_FILES 64

static char *new_files[MOST_FILES];
static size_t new_count;

void kmod_note_new_file(const char *path)
{
	char *const copy = new_count < MOST_FILES ? strdup(path) : NULL;

	if (copy != NULL)
		new_files[new_count++] = copy;
}

static struct iovec piece(const char *text)
{
	return (struct iovec){ .iov_base = (void *)text, .iov_len = strlen(text) };
}

void kmod_give_up(const char *reason)
{
	const struct iovec message[] = { piece(program_invocation_short_name), piece(": ERROR: "), piece(reason), piece("\n") };

	for (size_t at = 0; at < new_count; at++)
		unlink(new_files[at]);
	(void)!writev(STDERR_FILENO, message, sizeof(message) / sizeof(message[0]));
	_exit(1);
}

void kmod_out_of_memory(void)
{
	kmod_give_up("out of memory");
}
