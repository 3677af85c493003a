/* Node's binding of the batches of kmod_sys.h. A batch is a JavaScript value that ends it when it is collected. */
#include <stdlib.h>
#include <string.h>

#include "kmod_sys.h"
#include "napi_values.h"

/* What the JavaScript value stands for. */
struct handle {
	/* NULL once it is closed. */
	struct kmod_batch *batch;
	/* The image that was taken last; NULL if that failed. */
	const struct kmod_buffer *image;
};

static void close_handle(struct handle *handle)
{
	if (handle->batch != NULL)
		kmod_batch_close(handle->batch);
	handle->batch = NULL;
	handle->image = NULL;
}

static void finalize(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	close_handle(data);
	free(data);
}

static const napi_type_tag tag = { 0x6d0a53a2c5f84b1e, 0x8d41f2d06c5e9a17 };

static struct handle *handle_of(napi_env env, napi_value value)
{
	return tagged(env, value, &tag);
}

static napi_value batch_open(napi_env env, napi_callback_info info)
{
	napi_value values[4], external;
	struct view paths;
	int64_t threads, limit, largest;
	struct handle *handle;
	int result;

	if (!arguments(env, info, 4, values) || !bytes_of(env, values[0], &paths) ||
	    !number_of(env, values[1], &threads) || !number_of(env, values[2], &limit) ||
	    !number_of(env, values[3], &largest))
		return NULL;
	handle = calloc(1, sizeof(*handle));
	external = to_tagged(env, handle, finalize, &tag);
	if (external == NULL)
		return NULL;
	result = kmod_batch_open((const char *)paths.data, paths.length, (size_t)threads, (size_t)limit,
				 (size_t)largest, &handle->batch);
	return result == 0 ? external : to_number(env, result);
}

static napi_value batch_next(napi_env env, napi_callback_info info)
{
	napi_value values[1];
	struct handle *handle;
	int result;

	if (!arguments(env, info, 1, values))
		return NULL;
	handle = handle_of(env, values[0]);
	if (handle == NULL)
		return NULL;
	if (handle->batch == NULL) {
		napi_throw_error(env, NULL, "the batch is closed");
		return NULL;
	}
	result = kmod_batch_next(handle->batch, &handle->image);
	if (result == 0)
		return to_number(env, (double)handle->image->length);
	handle->image = NULL;
	return to_number(env, result);
}

static napi_value batch_read(napi_env env, napi_callback_info info)
{
	napi_value values[3];
	struct handle *handle;
	struct view into;
	int64_t offset;
	size_t size;

	if (!arguments(env, info, 3, values) || !number_of(env, values[1], &offset) ||
	    !bytes_of(env, values[2], &into))
		return NULL;
	handle = handle_of(env, values[0]);
	if (handle == NULL)
		return NULL;
	size = handle->image == NULL ? 0 : handle->image->length;
	if ((uint64_t)offset > size || into.length > size - (size_t)offset) {
		napi_throw_range_error(env, NULL, "outside the image");
		return NULL;
	}
	if (into.length > 0)
		memcpy(into.data, handle->image->data + offset, into.length);
	return NULL;
}

static napi_value batch_close(napi_env env, napi_callback_info info)
{
	napi_value values[1];
	struct handle *handle;

	if (!arguments(env, info, 1, values))
		return NULL;
	handle = handle_of(env, values[0]);
	if (handle != NULL)
		close_handle(handle);
	return NULL;
}

void define_batch(napi_env env, napi_value exports)
{
	const napi_property_descriptor properties[] = {
		EXPORT("batchOpen", batch_open),
		EXPORT("batchNext", batch_next),
		EXPORT("batchRead", batch_read),
		EXPORT("batchClose", batch_close),
	};

	napi_define_properties(env, exports, sizeof(properties) / sizeof(properties[0]), properties);
}
