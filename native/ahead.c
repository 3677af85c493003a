/*
 * Opens files in a thread ahead of one reader who takes them in order, and reads the parts of each that will be wanted. See kmod_sys.h.
 *
 * The two walk around a ring of slots. The thread is woken only when half of them are free, so that it works in long
 * stretches instead of changing places with the reader for each file.
 */
#include "codecs.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct slot {
	bool ready;
	/* -1: none. */
	int descriptor;
	/* Size of the file, or -errno. */
	int64_t size;
};

struct kmod_ahead {
	pthread_mutex_t mutex;
	pthread_cond_t taken;
	pthread_cond_t opened;
	/* How many files are begun by either, and how many the reader is done with. */
	size_t begun;
	size_t done;
	bool closing;

	/* Only the reader's: whether the file after those that are done is in its hands. */
	bool delivered;
	size_t count;
	char *names;
	const char **paths;
	struct kmod_parts parts;
	uint8_t *memory;
	size_t slot_count;
	struct slot *slots;
	pthread_t thread;
};

/* Reads as much as there is, up to length: how much that was, or -errno. */
static int64_t read_at(int descriptor, uint64_t offset, uint8_t *into, size_t length)
{
	size_t got = 0;

	while (got < length) {
		ssize_t count = pread(descriptor, into + got, length - got, (off_t)(offset + got));

		if (count == 0)
			break;
		if (count > 0)
			got += (size_t)count;
		else if (errno != EINTR)
			return -errno;
	}
	return (int64_t)got;
}

size_t kmod_parts_length(const struct kmod_parts *parts)
{
	const size_t ends = parts->head + parts->tail;

	return ends > parts->whole ? ends : parts->whole;
}

/* 0, or -errno; -EAGAIN: the file has become shorter. */
static int read_all(int descriptor, uint64_t offset, uint8_t *into, size_t length)
{
	int64_t count = read_at(descriptor, offset, into, length);

	if (count < 0)
		return (int)count;
	return (size_t)count == length ? 0 : -EAGAIN;
}

/* The ends one behind the other; they overlap in a small file. */
static int read_ends(const struct kmod_parts *parts, int descriptor, uint64_t size, uint8_t *into)
{
	const size_t head = size < parts->head ? (size_t)size : parts->head;
	const size_t tail = size < parts->tail ? (size_t)size : parts->tail;
	int result = read_all(descriptor, 0, into, head);

	return result < 0 ? result : read_all(descriptor, size - tail, into + parts->head, tail);
}

/* Returns the file's size or -errno. */
static int64_t read_parts(const struct kmod_parts *parts, int descriptor, uint8_t *into)
{
	int64_t size = kmod_file_size(descriptor, INT64_MAX);
	int result;

	if (size < 0)
		return size;
	if ((uint64_t)size <= parts->whole)
		result = read_all(descriptor, 0, into, (size_t)size);
	else
		result = read_ends(parts, descriptor, (uint64_t)size, into);
	return result < 0 ? result : size;
}

static void close_slot(struct slot *slot)
{
	if (slot->descriptor >= 0)
		close(slot->descriptor);
	slot->descriptor = -1;
}

static struct slot *slot_of(const struct kmod_ahead *ahead, size_t index)
{
	return &ahead->slots[index % ahead->slot_count];
}

static void open_file(const struct kmod_ahead *ahead, size_t index)
{
	struct slot *slot = slot_of(ahead, index);
	uint8_t *into = ahead->memory + index % ahead->slot_count * kmod_parts_length(&ahead->parts);

	close_slot(slot);
	slot->descriptor = open(ahead->paths[index], O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	slot->size = slot->descriptor < 0 ? -errno : read_parts(&ahead->parts, slot->descriptor, into);
}

/* Under the mutex: the next file to open, once there is a slot for it. Returns false at the end. */
static bool begin(struct kmod_ahead *ahead, size_t *index)
{
	if (ahead->begun - ahead->done == ahead->slot_count)
		while (!ahead->closing && ahead->begun - ahead->done > ahead->slot_count / 2)
			pthread_cond_wait(&ahead->taken, &ahead->mutex);
	if (ahead->closing || ahead->begun == ahead->count)
		return false;
	*index = ahead->begun++;
	slot_of(ahead, *index)->ready = false;
	return true;
}

static void *work(void *argument)
{
	struct kmod_ahead *ahead = argument;
	size_t index;

	pthread_mutex_lock(&ahead->mutex);
	while (begin(ahead, &index)) {
		pthread_mutex_unlock(&ahead->mutex);
		open_file(ahead, index);
		pthread_mutex_lock(&ahead->mutex);
		slot_of(ahead, index)->ready = true;
		if (index == ahead->done)
			pthread_cond_signal(&ahead->opened);
	}
	pthread_mutex_unlock(&ahead->mutex);
	return NULL;
}

/* All signals are for the program's own thread. */
static int start(struct kmod_ahead *ahead)
{
	sigset_t all, before;
	int result;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	result = pthread_create(&ahead->thread, NULL, work, ahead);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -result;
}

static void free_ahead(struct kmod_ahead *ahead)
{
	for (size_t at = 0; ahead->slots != NULL && at < ahead->slot_count; at++)
		close_slot(&ahead->slots[at]);
	pthread_cond_destroy(&ahead->opened);
	pthread_cond_destroy(&ahead->taken);
	pthread_mutex_destroy(&ahead->mutex);
	free(ahead->slots);
	free(ahead->paths);
	free(ahead->names);
	free(ahead);
}

static int prepare(struct kmod_ahead *ahead, const char *paths, size_t length)
{
	ahead->names = malloc(length + 1);
	ahead->slots = calloc(ahead->slot_count, sizeof(*ahead->slots));
	if (ahead->names == NULL || ahead->slots == NULL)
		return -ENOMEM;
	for (size_t at = 0; at < length; at++)
		ahead->count += (ahead->names[at] = paths[at]) == '\0';
	ahead->paths = calloc(ahead->count + 1, sizeof(*ahead->paths));
	if (ahead->paths == NULL)
		return -ENOMEM;
	for (size_t at = 0, from = 0; at < ahead->count; at++) {
		ahead->paths[at] = ahead->names + from;
		from += strlen(ahead->paths[at]) + 1;
	}
	for (size_t at = 0; at < ahead->slot_count; at++)
		ahead->slots[at] = (struct slot){ .descriptor = -1 };
	return 0;
}

int kmod_ahead_open(const char *paths, size_t length, const struct kmod_parts *parts, uint8_t *memory, size_t slots,
		    struct kmod_ahead **opened)
{
	struct kmod_ahead *ahead;
	int result;

	/* The reader has one, and the thread sleeps until half of them are free. */
	if (slots < 2)
		return -EINVAL;
	ahead = calloc(1, sizeof(*ahead));
	if (ahead == NULL)
		return -ENOMEM;
	pthread_mutex_init(&ahead->mutex, NULL);
	pthread_cond_init(&ahead->taken, NULL);
	pthread_cond_init(&ahead->opened, NULL);
	ahead->parts = *parts;
	ahead->memory = memory;
	ahead->slot_count = slots;
	result = prepare(ahead, paths, length);
	if (result == 0)
		result = start(ahead);
	if (result == 0)
		*opened = ahead;
	else
		free_ahead(ahead);
	return result;
}

/* Under the mutex: has the file the reader wants opened, by the reader itself where the thread is not that far. */
static void await_file(struct kmod_ahead *ahead)
{
	if (ahead->begun == ahead->done) {
		size_t index = ahead->begun++;

		pthread_mutex_unlock(&ahead->mutex);
		open_file(ahead, index);
		pthread_mutex_lock(&ahead->mutex);
		slot_of(ahead, index)->ready = true;
	}
	while (!slot_of(ahead, ahead->done)->ready)
		pthread_cond_wait(&ahead->opened, &ahead->mutex);
}

int64_t kmod_ahead_next(struct kmod_ahead *ahead)
{
	pthread_mutex_lock(&ahead->mutex);
	if (ahead->delivered && ++ahead->done + ahead->slot_count / 2 == ahead->begun)
		pthread_cond_signal(&ahead->taken);
	ahead->delivered = ahead->done < ahead->count;
	if (ahead->delivered)
		await_file(ahead);
	pthread_mutex_unlock(&ahead->mutex);
	return ahead->delivered ? slot_of(ahead, ahead->done)->size : -ENODATA;
}

int64_t kmod_ahead_read(const struct kmod_ahead *ahead, uint64_t offset, uint8_t *into, size_t length)
{
	int descriptor = ahead->delivered ? slot_of(ahead, ahead->done)->descriptor : -1;

	return read_at(descriptor, offset, into, length);
}

void kmod_ahead_close(struct kmod_ahead *ahead)
{
	pthread_mutex_lock(&ahead->mutex);
	ahead->closing = true;
	pthread_cond_signal(&ahead->taken);
	pthread_mutex_unlock(&ahead->mutex);
	pthread_join(ahead->thread, NULL);
	free_ahead(ahead);
}
