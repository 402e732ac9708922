#!/usr/bin/python3
"""peer.py URL SITE TOKEN-FILE - the check as one writes it in Python"""
# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import json
import sys
import time

import nagiosplugin
import requests


class Api(nagiosplugin.Resource):
    name = "INCIDENTIQ"

    def __init__(self, url, site, token):
        self.url = url
        self.token = token
        self.session = requests.Session()
        self.session.headers.update({
            "Authorization": "Bearer " + token,
            "SiteId": site,
            "Client": "ApiClient",
            "Accept": "application/json",
        })

    def ask(self, method, path, **more):
        answer = self.session.request(
            method, self.url + path, timeout=10, allow_redirects=False, **more)
        answer.raise_for_status()
        return answer.json()

    def expires(self):
        claims = self.token.split(".")[1]
        claims += "=" * (-len(claims) % 4)
        return json.loads(base64.urlsafe_b64decode(claims))["exp"]

    def probe(self):
        began = time.monotonic()
        self.ask("GET", "/sites/isalive")
        self.ask("GET", "/tickets/statuses")
        self.ask("POST", "/tickets?$p=0&$s=1", json={})
        yield nagiosplugin.Metric(
            "time", time.monotonic() - began, "s", min=0, context="time")
        yield nagiosplugin.Metric(
            "token_ttl", int(self.expires() - time.time()), "s",
            context="token")


@nagiosplugin.guarded
def main():
    url, site, token_file = sys.argv[1:]
    with open(token_file, encoding="ascii") as file:
        token = file.read().strip()
    nagiosplugin.Check(
        Api(url, site, token),
        nagiosplugin.ScalarContext("time", "2", "5"),
        nagiosplugin.ScalarContext("token", "7776000:", "2592000:"),
    ).main(timeout=10)


main()
