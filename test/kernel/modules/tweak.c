/* Says that it may want another later, which modprobe does not load. */
#include "lab.h"

MODULE(begin_well, end_well);
INFO("weakdep", "talias2");
