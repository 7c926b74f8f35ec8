#ifndef ZTRIAGE_SCRATCH_H
#define ZTRIAGE_SCRATCH_H

/// A file without a name that is gone once closed, in memory where the system can; -1 where there is
/// no place for one, with the reason in `errno`.
///
/// `memfd_create` is behind `_GNU_SOURCE`, which Swift's import does not set, and Linux's alone.
/// Sandboxes refuse it; then it is one in `folder` (NULL: none), or in the usual places.
int zt_scratch_file(const char *folder);

/// The same on a disk, without a try in memory.
int zt_scratch_file_on_disk(const char *folder);

#endif
