#ifndef ZTRIAGE_SCRATCH_H
#define ZTRIAGE_SCRATCH_H

/// A file without a name that is gone once closed, in memory where the system can; -1 on failure.
///
/// `memfd_create` is behind `_GNU_SOURCE`, which Swift's import does not set, and Linux's alone.
int zt_scratch_file(void);

#endif
