/* Libraries that may be missing. See codecs.h. */
#include "codecs.h"

#include <dlfcn.h>
#include <errno.h>

/* POSIX's own way around ISO C, which knows no conversion from an object pointer to a function pointer. */
static int find_all(void *library, const struct symbol *symbols, size_t count)
{
	for (size_t at = 0; at < count; at++) {
		void *address = dlsym(library, symbols[at].name);

		if (address == NULL)
			return -ENOSYS;
		*(void **)symbols[at].function = address;
	}
	return 0;
}

int kmod_find_symbols(const char *library, const struct symbol *symbols, size_t count)
{
	void *opened;

	if (find_all(RTLD_DEFAULT, symbols, count) == 0)
		return 0;
	opened = dlopen(library, RTLD_NOW | RTLD_LOCAL);
	return opened == NULL ? -ENOSYS : find_all(opened, symbols, count);
}
