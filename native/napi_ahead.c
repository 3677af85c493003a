/* Node's binding of kmod_sys.h's files opened ahead. They are a JavaScript value that ends them when it is collected. */
#include <stdlib.h>

#include "kmod_sys.h"
#include "napi_values.h"

struct handle {
	/* NULL once it is closed. */
	struct kmod_ahead *ahead;
	/* Keeps the array that the thread reads into. */
	napi_ref memory;
};

static void close_handle(napi_env env, struct handle *handle)
{
	if (handle->ahead != NULL)
		kmod_ahead_close(handle->ahead);
	handle->ahead = NULL;
	if (handle->memory != NULL)
		napi_delete_reference(env, handle->memory);
	handle->memory = NULL;
}

static void finalize(napi_env env, void *data, void *hint)
{
	(void)hint;
	close_handle(env, data);
	free(data);
}

static const napi_type_tag tag = { 0x2f0d6c1be5a94d57, 0x9b5e1b1c7d0c4a36 };

static struct handle *handle_of(napi_env env, napi_value value)
{
	return tagged(env, value, &tag);
}

static napi_value ahead_open(napi_env env, napi_callback_info info)
{
	napi_value values[5], external;
	struct view paths, memory;
	int64_t head, tail, whole;
	struct kmod_parts parts;
	struct handle *handle;
	size_t length;
	int result;

	if (!arguments(env, info, 5, values) || !bytes_of(env, values[0], &paths) ||
	    !number_of(env, values[1], &head) || !number_of(env, values[2], &tail) ||
	    !number_of(env, values[3], &whole) || !bytes_of(env, values[4], &memory))
		return NULL;
	parts = (struct kmod_parts){ .head = (size_t)head, .tail = (size_t)tail, .whole = (size_t)whole };
	length = kmod_parts_length(&parts);
	handle = calloc(1, sizeof(*handle));
	external = to_tagged(env, handle, finalize, &tag);
	if (external == NULL)
		return NULL;
	if (napi_create_reference(env, values[4], 1, &handle->memory) != napi_ok)
		return NULL;
	result = kmod_ahead_open((const char *)paths.data, paths.length, &parts, memory.data,
				 memory.length / (length > 0 ? length : 1), &handle->ahead);
	return result == 0 ? external : to_number(env, result);
}

static napi_value ahead_next(napi_env env, napi_callback_info info)
{
	napi_value values[1];
	struct handle *handle;

	if (!arguments(env, info, 1, values))
		return NULL;
	handle = handle_of(env, values[0]);
	if (handle == NULL)
		return NULL;
	if (handle->ahead == NULL) {
		napi_throw_range_error(env, NULL, "closed already");
		return NULL;
	}
	return to_number(env, (double)kmod_ahead_next(handle->ahead));
}

static napi_value ahead_read(napi_env env, napi_callback_info info)
{
	napi_value values[3];
	struct handle *handle;
	struct view into;
	int64_t offset;

	if (!arguments(env, info, 3, values) || !number_of(env, values[1], &offset) ||
	    !bytes_of(env, values[2], &into))
		return NULL;
	handle = handle_of(env, values[0]);
	if (handle == NULL)
		return NULL;
	if (handle->ahead == NULL) {
		napi_throw_range_error(env, NULL, "closed already");
		return NULL;
	}
	return to_number(env, (double)kmod_ahead_read(handle->ahead, (uint64_t)offset, into.data, into.length));
}

static napi_value ahead_close(napi_env env, napi_callback_info info)
{
	napi_value values[1];
	struct handle *handle;

	if (!arguments(env, info, 1, values))
		return NULL;
	handle = handle_of(env, values[0]);
	if (handle != NULL)
		close_handle(env, handle);
	return NULL;
}

void define_ahead(napi_env env, napi_value exports)
{
	const napi_property_descriptor properties[] = {
		EXPORT("aheadOpen", ahead_open),
		EXPORT("aheadNext", ahead_next),
		EXPORT("aheadRead", ahead_read),
		EXPORT("aheadClose", ahead_close),
	};

	napi_define_properties(env, exports, sizeof(properties) / sizeof(properties[0]), properties);
}
