//! Checksums, and the functions that make keys and certificates, whose results are not known.

use sha1::{Digest, Sha1};
use sha2::Sha256;

use super::{Args, Function, Run, function, made};
use crate::context::{Context, Fault};
use crate::exec::Operand;
use crate::value::Value;

type Result = std::result::Result<Value, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "sha1sum" [String] => String, Run::Known(sha1sum), "sha1sum TEXT", "The SHA-1 checksum in hexadecimal."),
    function!(Sprig "sha256sum" [String] => String, Run::Known(sha256sum), "sha256sum TEXT", "The SHA-256 checksum in hexadecimal."),
    function!(Sprig "adler32sum" [String] => String, Run::Known(adler32sum), "adler32sum TEXT", "The Adler-32 checksum in decimal."),
    function!(Sprig "genPrivateKey" [String] => String, Run::Random, "genPrivateKey KIND", "A new private key: rsa, dsa or ecdsa."),
    function!(Sprig "derivePassword" [Uint32, String, String, String, String] => String, Run::Unknowable, "derivePassword COUNTER KIND PASSWORD USER SITE", "A password derived from a master password."),
    function!(Sprig "buildCustomCert" [String, String] => Certificate, Run::Unknowable, "buildCustomCert CERTIFICATE KEY", "A certificate of two base 64 texts."),
    function!(Sprig "genCA" [String, Int] => Certificate, Run::Random, "genCA NAME DAYS", "A new certificate authority."),
    function!(Sprig "genSelfSignedCert" [String, List, List, Int] => Certificate, Run::Random, "genSelfSignedCert NAME ADDRESSES HOSTS DAYS", "A new self-signed certificate."),
    function!(Sprig "genSignedCert" [String, List, List, Int, Certificate] => Certificate, Run::Random, "genSignedCert NAME ADDRESSES HOSTS DAYS AUTHORITY", "A new certificate signed by an authority."),
    function!(Sprig "encryptAES" [String, String] => String, Run::Random, "encryptAES PASSWORD TEXT", "The text, encrypted."),
    function!(Sprig "decryptAES" [String, String] => String, Run::Unknowable, "decryptAES PASSWORD TEXT", "The text, decrypted."),
];

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn sha1sum(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    cx.reserve(args.text(0).bytes().len())?;
    made(cx, hex(&Sha1::digest(args.text(0).bytes())))
}

fn sha256sum(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    cx.reserve(args.text(0).bytes().len())?;
    made(cx, hex(&Sha256::digest(args.text(0).bytes())))
}

fn adler32sum(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    cx.reserve(args.text(0).bytes().len())?;
    made(cx, adler2::adler32_slice(args.text(0).bytes()).to_string())
}
