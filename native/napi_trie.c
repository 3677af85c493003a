/* Node's binding of kmod_sys.h's binary indexes. */
#include "kmod_sys.h"
#include "napi_values.h"

static napi_value encode_trie(napi_env env, napi_callback_info info)
{
	struct kmod_trie_entries entries;
	struct kmod_buffer index = { 0 };
	struct view value_of, priorities;
	napi_value values[8], result;
	int failure;

	if (!arguments(env, info, 8, values) || !strings_of(env, values, &entries.keys) ||
	    !strings_of(env, values + 3, &entries.values) ||
	    !numbers_of(env, values[6], entries.keys.count, &value_of) ||
	    !numbers_of(env, values[7], entries.keys.count, &priorities))
		return NULL;
	entries.value_of = (const int32_t *)(void *)value_of.data;
	entries.priorities = (const uint32_t *)(void *)priorities.data;
	failure = kmod_encode_trie(&entries, &index);
	result = failure == 0 ? to_bytes(env, index.data, index.length) : to_number(env, failure);
	kmod_free_buffer(&index);
	return result;
}

void define_trie(napi_env env, napi_value exports)
{
	const napi_property_descriptor properties[] = {
		EXPORT("encodeTrie", encode_trie),
	};

	napi_define_properties(env, exports, sizeof(properties) / sizeof(properties[0]), properties);
}
