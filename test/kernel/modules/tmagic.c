/* Built for another kernel, it says. */
#undef LAB_VERMAGIC
#define LAB_VERMAGIC "5.0.0-other SMP mod_unload "
#include "lab.h"

MODULE(begin_well, end_well);
