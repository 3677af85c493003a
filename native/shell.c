/* A command of the configuration. See kmod_sys.h. */
#include "kmod_sys.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static size_t count_strings(const char *strings, size_t length)
{
	size_t count = 0;

	for (size_t at = 0; at < length; at += strlen(strings + at) + 1)
		count++;
	return count;
}

static bool has_name_of(const char *entry, const char *assignment)
{
	size_t length = strcspn(assignment, "=") + 1;

	return strncmp(entry, assignment, length) == 0;
}

static bool is_replaced(const char *entry, const char *additions, size_t length)
{
	for (size_t at = 0; at < length; at += strlen(additions + at) + 1) {
		if (has_name_of(entry, additions + at))
			return true;
	}
	return false;
}

/* The environment of this process with the additions in place of what has the same names; the array is to be freed. */
static char **extended_environment(char *additions, size_t length)
{
	size_t count = count_strings(additions, length) + 1;
	char **entries;

	for (char **entry = environ; *entry != NULL; entry++)
		count++;
	entries = calloc(count, sizeof(*entries));
	if (entries == NULL)
		return NULL;
	count = 0;
	for (char **entry = environ; *entry != NULL; entry++) {
		if (!is_replaced(*entry, additions, length))
			entries[count++] = *entry;
	}
	for (size_t at = 0; at < length; at += strlen(additions + at) + 1)
		entries[count++] = additions + at;
	return entries;
}

/* An engine may ignore or block signals for its own purposes; the command knows nothing of that. */
static int plain_signals(posix_spawnattr_t *attributes)
{
	sigset_t ignored, none;

	sigemptyset(&none);
	sigemptyset(&ignored);
	sigaddset(&ignored, SIGPIPE);
	sigaddset(&ignored, SIGXFSZ);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setsigdefault(attributes, &ignored);
	return posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

/*
 * An engine may have marked its own streams not to be inherited. The C library's way to undo that is too new, and
 * fcntl(2) has another name where files may be larger than a pointer.
 */
static void inherit_streams(void)
{
	for (int descriptor = 0; descriptor <= STDERR_FILENO; descriptor++)
		ioctl(descriptor, FIONCLEX);
}

static int spawn_shell(pid_t *child, char *command, char **entries)
{
	char *words[] = { "sh", "-c", command, NULL };
	posix_spawnattr_t attributes;
	int result = posix_spawnattr_init(&attributes);

	if (result != 0)
		return result;
	inherit_streams();
	result = plain_signals(&attributes);
	if (result == 0)
		result = posix_spawn(child, "/bin/sh", NULL, &attributes, words, entries);
	posix_spawnattr_destroy(&attributes);
	return result;
}

static int wait_for(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR)
			return -errno;
	}
	return status;
}

int kmod_run_shell(char *command, char *additions, size_t length)
{
	char **entries = extended_environment(additions, length);
	pid_t child;
	int result;

	if (entries == NULL)
		return -ENOMEM;
	result = spawn_shell(&child, command, entries);
	free(entries);
	return result == 0 ? wait_for(child) : -result;
}
