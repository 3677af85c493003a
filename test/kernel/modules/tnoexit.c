/* Has no function for its end: the kernel refuses to remove it. */
#include "lab.h"

MODULE(begin_well, 0);
