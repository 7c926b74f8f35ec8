import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A loopback port of the test's own, which refuses whoever connects until it listens.
///
/// It is closed when nobody has it any more: while a thread waits in `accept()`, the descriptor's number
/// must not become that of another server.
package final class LoopbackSocket: Sendable {
  package let port: Int
  private let descriptor: Int32
  private let isStopped = Mutex(false)

  /// Throws where no port is free.
  package init() throws {
    #if canImport(Glibc)
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
    let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var address = Self.address(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // SAFETY: the pointers live inside the closure, and `length` is the size of what they point to.
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
      }
    }
    (self.descriptor, port) = (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
  }

  deinit { close(descriptor) }

  /// Takes connections from now on; throws where the system refuses.
  package func listen() throws {
    #if canImport(Glibc)
    let result = Glibc.listen(descriptor, 16)
    #else
    let result = Darwin.listen(descriptor, 16)
    #endif
    guard result == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
  }

  /// Waits for a connection, which the caller closes; nil once it is stopped.
  package func accept() -> Int32? {
    #if canImport(Glibc)
    let connection = Glibc.accept(descriptor, nil, nil)
    #else
    let connection = Darwin.accept(descriptor, nil, nil)
    #endif
    guard connection >= 0 else { return nil }
    _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
    guard isStopped.withLock({ !$0 }) else {
      close(connection)
      return nil
    }
    return connection
  }

  /// Takes no connection any more, and ends the wait of who is in ``accept()``.
  package func stop() {
    isStopped.withLock { $0 = true }
    shutdown(descriptor, Int32(SHUT_RDWR))
    #if !canImport(Glibc)
    // There, shutdown(2) leaves a thread in accept(2): one more connection has it look.
    wake()
    #endif
  }

  private static func address(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return address
  }

  #if !canImport(Glibc)
  private func wake() {
    let caller = socket(AF_INET, SOCK_STREAM, 0)
    defer { close(caller) }
    var address = Self.address(port: port)
    // SAFETY: the pointer lives inside the closure, and the length is the size of what it points to.
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        _ = connect(caller, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
  #endif
}
