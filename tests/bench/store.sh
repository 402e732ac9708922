#!/bin/sh
# store.sh - a store of 140 authorities, as a distribution's, and a server
# SPDX-License-Identifier: GPL-3.0-or-later
#
# store.sh DIR makes DIR with
#   certs/                   each authority, hash links, ca-certificates.crt
#   ca.pem                   the one that signed the server's
#   server.pem server.key    for localhost and 127.0.0.1
# Keys are of the kinds that real authorities have, in like shares, but many
# authorities share one: it is the reading that costs, not the key.
set -eu
[ $# = 1 ] || { echo "Usage: store.sh DIR" >&2; exit 2; }
umask 022
mkdir -p "$1/certs"
cd "$1"

# authority NAME KEY: signed by itself
authority() {
	openssl req -x509 -new -key "$2" -days 3650 -sha256 \
		-subj "/C=ZZ/O=Benchmark Trust Services Ltd/CN=$1" \
		-addext 'keyUsage=critical,keyCertSign,cRLSign'
}

openssl genrsa -out rsa4096.key 4096 2>/dev/null
openssl genrsa -out rsa2048.key 2048 2>/dev/null
openssl ecparam -genkey -name secp384r1 -noout -out p384.key
openssl ecparam -genkey -name prime256v1 -noout -out ca.key
openssl ecparam -genkey -name prime256v1 -noout -out server.key
number=1
while [ $number -lt 140 ]; do
	case $((number % 10)) in
	[0-3]) key=rsa4096.key ;;
	[4-6]) key=rsa2048.key ;;
	*) key=p384.key ;;
	esac
	authority "Benchmark Root $number" $key >"certs/root-$number.pem"
	number=$((number + 1))
done
authority 'Benchmark Root of the server' ca.key >ca.pem
cp ca.pem certs/root-$number.pem
openssl req -new -key server.key -subj /CN=localhost -out server.csr
echo 'subjectAltName=DNS:localhost,IP:127.0.0.1' >server.ext
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -days 365 -sha256 \
	-set_serial 4711 -extfile server.ext -out server.pem 2>/dev/null
openssl rehash certs
cat certs/root-*.pem >ca-certificates.crt
mv ca-certificates.crt certs
