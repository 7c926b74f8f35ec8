#include "include/memory.h"

#ifdef __linux__
#include <malloc.h>
#endif

void zt_release_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
