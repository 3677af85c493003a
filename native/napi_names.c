/* Node's binding of kmod_sys.h's names. They are a JavaScript value that frees them when it is collected. */
#include <stdlib.h>

#include "kmod_sys.h"
#include "napi_values.h"

struct handle {
	/* NULL once it is closed. */
	struct kmod_names *names;
};

static void close_handle(struct handle *handle)
{
	if (handle->names != NULL)
		kmod_names_close(handle->names);
	handle->names = NULL;
}

static void finalize(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	close_handle(data);
	free(data);
}

static const napi_type_tag tag = { 0x6d1b0a53c8f24e97, 0xa3c47e1296bd5f08 };

/* NULL with an exception pending where they are closed. */
static struct handle *open_handle(napi_env env, napi_value value)
{
	struct handle *handle = tagged(env, value, &tag);

	if (handle == NULL || handle->names != NULL)
		return handle;
	napi_throw_range_error(env, NULL, "closed already");
	return NULL;
}

static napi_value names_open(napi_env env, napi_callback_info info)
{
	napi_value values[3], external;
	struct kmod_strings known;
	struct handle *handle;
	int result;

	if (!arguments(env, info, 3, values) || !strings_of(env, values, &known))
		return NULL;
	handle = calloc(1, sizeof(*handle));
	external = to_tagged(env, handle, finalize, &tag);
	if (external == NULL)
		return NULL;
	result = kmod_names_open(&known, &handle->names);
	return result == 0 ? external : to_number(env, result);
}

static napi_value names_add(napi_env env, napi_callback_info info)
{
	struct view bytes, offsets, numbers;
	struct handle *handle;
	napi_value values[6];
	int64_t count, limit;

	if (!arguments(env, info, 6, values) || !bytes_of(env, values[1], &bytes) ||
	    !number_of(env, values[3], &count) || !numbers_of(env, values[2], (size_t)count, &offsets) ||
	    !numbers_of(env, values[4], (size_t)count, &numbers) || !number_of(env, values[5], &limit))
		return NULL;
	handle = open_handle(env, values[0]);
	if (handle == NULL)
		return NULL;
	return to_number(env, (double)kmod_names_add(handle->names, bytes.data, bytes.length,
						     (const int32_t *)(void *)offsets.data, (size_t)count,
						     (int32_t *)(void *)numbers.data, (size_t)limit));
}

static napi_value names_bytes(napi_env env, napi_callback_info info)
{
	struct kmod_strings all;
	struct handle *handle;
	napi_value values[1];

	if (!arguments(env, info, 1, values))
		return NULL;
	handle = open_handle(env, values[0]);
	if (handle == NULL)
		return NULL;
	all = kmod_names_all(handle->names);
	return to_bytes(env, all.bytes, all.length);
}

static napi_value names_starts(napi_env env, napi_callback_info info)
{
	struct kmod_strings all;
	struct handle *handle;
	napi_value values[1];

	if (!arguments(env, info, 1, values))
		return NULL;
	handle = open_handle(env, values[0]);
	if (handle == NULL)
		return NULL;
	all = kmod_names_all(handle->names);
	return to_bytes(env, all.starts, (all.count + 1) * sizeof(*all.starts));
}

static napi_value names_close(napi_env env, napi_callback_info info)
{
	napi_value values[1];
	struct handle *handle;

	if (!arguments(env, info, 1, values))
		return NULL;
	handle = tagged(env, values[0], &tag);
	if (handle != NULL)
		close_handle(handle);
	return NULL;
}

void define_names(napi_env env, napi_value exports)
{
	const napi_property_descriptor properties[] = {
		EXPORT("namesOpen", names_open),
		EXPORT("namesAdd", names_add),
		EXPORT("namesBytes", names_bytes),
		EXPORT("namesStarts", names_starts),
		EXPORT("namesClose", names_close),
	};

	napi_define_properties(env, exports, sizeof(properties) / sizeof(properties[0]), properties);
}
