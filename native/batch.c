/*
 * Reads and decompresses files in several threads, ahead of one reader who takes the images in order. See kmod_sys.h.
 *
 * Memory is bounded: what is not taken yet may grow up to the limit. Only the image that the reader waits for may grow
 * beyond it; as files are begun in order, that one is always under way, so that nobody waits for ever.
 */
#include "codecs.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MOST_THREADS 64

struct job {
	struct kmod_batch *batch;
	const char *path;
	struct kmod_buffer image;
	int result;
	bool done;
};

struct kmod_batch {
	pthread_mutex_t mutex;
	/* Told of every change below. */
	pthread_cond_t changed;
	/* Capacity of all images. */
	size_t used;
	/* The first that no thread has begun. */
	size_t next;
	/* What the reader waits for, or has if it is delivered. */
	size_t wanted;
	bool delivered;
	bool closing;

	size_t limit;
	size_t largest;
	char *paths;
	struct job *jobs;
	size_t count;
	pthread_t threads[MOST_THREADS];
	size_t thread_count;
};

/* Under the mutex: waits until the job may have more bytes. Returns 0, or -ECANCELED. */
static int wait_for_room(struct job *job, size_t more)
{
	struct kmod_batch *batch = job->batch;
	size_t index = (size_t)(job - batch->jobs);

	while (!batch->closing && index != batch->wanted &&
	       (batch->used >= batch->limit || more > batch->limit - batch->used))
		pthread_cond_wait(&batch->changed, &batch->mutex);
	return batch->closing ? -ECANCELED : 0;
}

static int admit(void *owner, size_t more)
{
	struct job *job = owner;
	int result;

	pthread_mutex_lock(&job->batch->mutex);
	result = wait_for_room(job, more);
	if (result == 0)
		job->batch->used += more;
	pthread_mutex_unlock(&job->batch->mutex);
	return result;
}

/* The next file to read, when there is room for anything at all; NULL at the end. */
static struct job *begin(struct kmod_batch *batch)
{
	struct job *job = NULL;

	pthread_mutex_lock(&batch->mutex);
	if (batch->next < batch->count) {
		job = &batch->jobs[batch->next++];
		if (wait_for_room(job, 0) != 0)
			job = NULL;
	}
	pthread_mutex_unlock(&batch->mutex);
	return job;
}

/* Under the mutex. */
static void release(struct job *job)
{
	job->batch->used -= job->image.capacity;
	kmod_free_buffer(&job->image);
}

/* Gives back what the image does not need. */
static size_t trim(struct kmod_buffer *image)
{
	size_t unused = image->capacity - image->length;
	uint8_t *smaller;

	if (unused == 0 || image->length == 0)
		return 0;
	smaller = realloc(image->data, image->length);
	if (smaller == NULL)
		return 0;
	image->data = smaller;
	image->capacity = image->length;
	return unused;
}

static void finish(struct job *job, int result)
{
	struct kmod_batch *batch = job->batch;
	size_t unused = trim(&job->image);

	pthread_mutex_lock(&batch->mutex);
	batch->used -= unused;
	job->result = result;
	job->done = true;
	if (result != 0)
		release(job);
	pthread_cond_broadcast(&batch->changed);
	pthread_mutex_unlock(&batch->mutex);
}

static void *work(void *argument)
{
	struct kmod_batch *batch = argument;
	struct kmod_buffer file = { 0 };
	struct job *job;

	while ((job = begin(batch)) != NULL)
		finish(job, kmod_read_image(job->path, batch->largest, &file, &job->image));
	kmod_free_buffer(&file);
	return NULL;
}

/* Fills in the jobs, one for each string of the batch's paths. */
static int prepare(struct kmod_batch *batch, size_t length)
{
	size_t index = 0;

	for (size_t at = 0; at < length; at++)
		batch->count += batch->paths[at] == '\0';
	batch->jobs = calloc(batch->count + 1, sizeof(*batch->jobs));
	if (batch->jobs == NULL)
		return -ENOMEM;
	for (const char *path = batch->paths; index < batch->count; path += strlen(path) + 1) {
		struct job *job = &batch->jobs[index++];

		job->batch = batch;
		job->path = path;
		job->image.admit = admit;
		job->image.owner = job;
	}
	return 0;
}

/* No signal is to interrupt the threads: the program's own thread takes them all. Fewer threads than asked will do. */
static int start(struct kmod_batch *batch, size_t threads)
{
	sigset_t all, before;
	int result = 0;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (result == 0 && batch->thread_count < threads && batch->thread_count < batch->count) {
		result = pthread_create(&batch->threads[batch->thread_count], NULL, work, batch);
		batch->thread_count += result == 0;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return batch->thread_count == 0 ? -result : 0;
}

int kmod_batch_open(const char *paths, size_t length, size_t threads, size_t limit, size_t largest,
		    struct kmod_batch **opened)
{
	struct kmod_batch *batch = calloc(1, sizeof(*batch));
	int result;

	if (batch == NULL)
		return -ENOMEM;
	pthread_mutex_init(&batch->mutex, NULL);
	pthread_cond_init(&batch->changed, NULL);
	batch->limit = limit;
	batch->largest = largest;
	batch->paths = malloc(length + 1);
	result = batch->paths == NULL ? -ENOMEM : 0;
	if (result == 0) {
		if (length > 0)
			memcpy(batch->paths, paths, length);
		result = prepare(batch, length);
	}
	if (result == 0)
		result = start(batch, threads == 0 ? 1 : threads > MOST_THREADS ? MOST_THREADS : threads);
	if (result == 0)
		*opened = batch;
	else
		kmod_batch_close(batch);
	return result;
}

int kmod_batch_next(struct kmod_batch *batch, const struct kmod_buffer **image)
{
	int result = -ENODATA;

	pthread_mutex_lock(&batch->mutex);
	if (batch->delivered) {
		release(&batch->jobs[batch->wanted]);
		batch->wanted++;
		pthread_cond_broadcast(&batch->changed);
	}
	batch->delivered = batch->wanted < batch->count;
	if (batch->delivered) {
		struct job *job = &batch->jobs[batch->wanted];

		while (!job->done)
			pthread_cond_wait(&batch->changed, &batch->mutex);
		*image = &job->image;
		result = job->result;
	}
	pthread_mutex_unlock(&batch->mutex);
	return result;
}

void kmod_batch_close(struct kmod_batch *batch)
{
	pthread_mutex_lock(&batch->mutex);
	batch->closing = true;
	pthread_cond_broadcast(&batch->changed);
	pthread_mutex_unlock(&batch->mutex);
	for (size_t at = 0; at < batch->thread_count; at++)
		pthread_join(batch->threads[at], NULL);
	for (size_t at = 0; at < batch->count; at++)
		kmod_free_buffer(&batch->jobs[at].image);
	pthread_cond_destroy(&batch->changed);
	pthread_mutex_destroy(&batch->mutex);
	free(batch->jobs);
	free(batch->paths);
	free(batch);
}
