#ifndef ZTRIAGE_MEMORY_H
#define ZTRIAGE_MEMORY_H

/// Gives memory that was freed back to the system, where the allocator keeps it by itself.
///
/// glibc does, once a piece still in use lies above it: `malloc_trim` is its word for that.
void zt_release_memory(void);

#endif
