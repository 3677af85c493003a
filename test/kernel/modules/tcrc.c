/* Expects another version of the kernel's first symbol than any kernel has. */
#include "lab.h"

struct symbol_version {
	unsigned long crc;
	char name[56];
};

static const struct symbol_version versions[] __attribute__((section("__versions"), used)) = {
	{0x12345678, "module_layout"},
};

MODULE(begin_well, end_well);
