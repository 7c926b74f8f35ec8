import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// An authority for one test, which nobody else trusts, and the certificates that it signs.
///
/// All dates are relative to now, so nothing here runs out.
struct TestAuthority {
  let certificate: Certificate
  private let key: Certificate.PrivateKey

  /// Makes a root, or an authority that `parent` vouches for.
  init(_ name: String, under parent: TestAuthority? = nil) throws {
    key = Certificate.PrivateKey(P256.Signing.PrivateKey())
    let subject = try DistinguishedName { CommonName(name) }
    certificate = try Self.sign(
      subject,
      publicKey: key.publicKey,
      days: -365...365,
      issuer: parent?.certificate.subject ?? subject,
      issuerKey: parent?.key ?? key,
      extensions: Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        Critical(KeyUsage(keyCertSign: true))
      }
    )
  }

  /// A server's certificate and key; the days are counted from today.
  func identity(
    for host: String = "localhost",
    days: ClosedRange<Int> = -1...30
  ) throws -> (certificate: Certificate, key: Certificate.PrivateKey) {
    let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
    let certificate = try Self.sign(
      try DistinguishedName { CommonName(host) },
      publicKey: key.publicKey,
      days: days,
      issuer: self.certificate.subject,
      issuerKey: self.key,
      extensions: Certificate.Extensions {
        Critical(BasicConstraints.notCertificateAuthority)
        SubjectAlternativeNames([.dnsName(host)])
      }
    )
    return (certificate, key)
  }

  private static func sign(
    _ subject: DistinguishedName,
    publicKey: Certificate.PublicKey,
    days: ClosedRange<Int>,
    issuer: DistinguishedName,
    issuerKey: Certificate.PrivateKey,
    extensions: Certificate.Extensions
  ) throws -> Certificate {
    try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: publicKey,
      notValidBefore: Date() + TimeInterval(days.lowerBound * 86_400),
      notValidAfter: Date() + TimeInterval(days.upperBound * 86_400),
      issuer: issuer,
      subject: subject,
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: extensions,
      issuerPrivateKey: issuerKey
    )
  }
}

extension Certificate {
  var pem: String {
    get throws { try serializeAsPEM().pemString }
  }
}
