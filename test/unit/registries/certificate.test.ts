import assert from 'node:assert/strict'
import {
	authorityPath,
	certificateProblem,
	desktopAuthorityPath,
	trustCommands,
} from '../../../src/registries/certificate.ts'

describe('certificate failures', () => {
	for (const [message, problem] of [
		['x509: certificate signed by unknown authority', 'unknownAuthority'],
		['self-signed certificate in certificate chain', 'unknownAuthority'],
		['unable to verify the first certificate', 'unknownAuthority'],
		['x509: certificate has expired or is not yet valid: current time …', 'expired'],
		['certificate has expired', 'expired'],
		['x509: certificate is valid for a.example, not b.example', 'wrongName'],
		["Hostname/IP does not match certificate's altnames", 'wrongName'],
		["x509: cannot validate certificate for 10.0.0.1 because it doesn't contain any IP SANs", 'wrongName'],
		['http: server gave HTTP response to HTTPS client', 'plainHttp'],
		['tls: handshake failure', 'other'],
	] as const) {
		it(`tells ${problem} by “${message}”`, () => assert.equal(certificateProblem(message), problem))
	}

	it('say where the engine looks for an authority', () => {
		assert.equal(authorityPath('registry.example:5000'), '/etc/docker/certs.d/registry.example:5000/ca.crt')
		assert.equal(desktopAuthorityPath('r.example'), '~/.docker/certs.d/r.example/ca.crt')
		assert.match(trustCommands('r.example'), /mkdir -p \/etc\/docker\/certs\.d\/r\.example\n/)
	})
})
