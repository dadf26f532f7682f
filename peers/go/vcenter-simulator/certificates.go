package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// serverCertificate loads the certificate that an earlier start left in the folder, so that clients
// which trust its authority still do after a restart, or makes an authority and a certificate.
// Without a folder nothing is kept. The chain's second certificate is the authority.
func serverCertificate(folder string) (tls.Certificate, error) {
	chain := filepath.Join(folder, "server.pem")
	key := filepath.Join(folder, "server-key.pem")
	if folder != "" {
		certificate, err := tls.LoadX509KeyPair(chain, key)
		if !errors.Is(err, fs.ErrNotExist) {
			return certificate, err
		}
	}
	authority, chainPEM, keyPEM, err := makeCertificates(time.Now())
	if err != nil {
		return tls.Certificate{}, err
	}
	if folder != "" {
		for file, content := range map[string][]byte{filepath.Join(folder, "ca.pem"): authority, chain: chainPEM, key: keyPEM} {
			if err := os.WriteFile(file, content, 0o600); err != nil {
				return tls.Certificate{}, err
			}
		}
	}
	return tls.X509KeyPair(chainPEM, keyPEM)
}

func makeCertificates(now time.Time) (authority, chain, key []byte, err error) {
	authorityKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, nil, err
	}
	serverKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, nil, err
	}
	issuer := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "vCenter simulator authority"},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.AddDate(1, 0, 0),
		KeyUsage:              x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	server := &x509.Certificate{
		SerialNumber: big.NewInt(2),
		Subject:      pkix.Name{CommonName: "vCenter simulator"},
		NotBefore:    now.Add(-time.Hour),
		NotAfter:     now.AddDate(1, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	issuerDER, err := x509.CreateCertificate(rand.Reader, issuer, issuer, &authorityKey.PublicKey, authorityKey)
	if err != nil {
		return nil, nil, nil, err
	}
	serverDER, err := x509.CreateCertificate(rand.Reader, server, issuer, &serverKey.PublicKey, authorityKey)
	if err != nil {
		return nil, nil, nil, err
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(serverKey)
	if err != nil {
		return nil, nil, nil, err
	}
	authority = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: issuerDER})
	chain = append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: serverDER}), authority...)
	key = pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})
	return authority, chain, key, nil
}
