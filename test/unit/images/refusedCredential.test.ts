import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { EngineError } from '../../../src/engine/errors.ts'
import { localImage } from '../../../src/images/preflight/configuration.ts'
import { registryFindings } from '../../../src/images/preflight/registryChecks.ts'
import { diagnose } from '../../../src/images/pushes/diagnose.ts'
import { isReferenceError, parseReference, type Reference } from '../../../src/images/reference.ts'

describe('a registry that refuses a credential with 403', () => {
	let server: Server
	let reference: Reference
	let challenge: (host: string) => string
	/** What it says to a credential; undefined where it lets in, though to nothing in particular. */
	let refusal: string | undefined

	before(async () => {
		server = createServer(({ headers: { authorization, host = '' }, url = '' }, response) => {
			if (authorization === undefined) {
				response.writeHead(401, { 'www-authenticate': challenge(host) }).end()
				return
			}
			if (refusal === undefined && !url.includes('scope=')) {
				response.writeHead(200).end(JSON.stringify({ token: 'opaque' }))
				return
			}
			const message = refusal ?? 'requested access to the resource is denied'
			response.writeHead(403).end(JSON.stringify({ errors: [{ code: 'DENIED', message }] }))
		})
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
		const address = server.address()
		assert.ok(address !== null && typeof address === 'object')
		const parsed = parseReference(`127.0.0.1:${address.port}/alice/app:1`)
		assert.ok(!isReferenceError(parsed))
		reference = parsed
	})

	after(() => {
		server.close()
	})

	const { signal } = new AbortController()
	const credential = () => ({ registry: reference.domain, userName: 'alice', secret: 'revoked' })
	const asBearer = (host: string) => `Bearer realm="http://${host}/token",service="r"`
	const findings = () =>
		registryFindings({
			...{ reference, credential: credential(), signal },
			image: localImage({ Id: 'sha256:1' }, []),
		})

	it('is told from one that gives no right to push, after a push and before', async () => {
		challenge = asBearer
		refusal = 'denied'
		const { cause } = await diagnose(new EngineError('denied', 'denied: denied'), reference, credential(), signal)
		assert.equal(cause, 'tokenRefused')
		const [finding] = await findings()
		assert.deepEqual(finding, { kind: 'refused', severity: 'blocking', userName: 'alice', why: 'refused' })
	})

	it('says that it has expired', async () => {
		challenge = () => 'Basic realm="r"'
		refusal = 'Your authorization token has expired. Reauthenticate and try again.'
		const { cause } = await diagnose(new EngineError('denied', `denied: ${refusal}`), reference, credential(), signal)
		assert.equal(cause, 'tokenExpired')
	})

	it('is not blamed on a credential that it lets in', async () => {
		challenge = asBearer
		refusal = undefined
		const { cause } = await diagnose(new EngineError('denied', 'denied: denied'), reference, credential(), signal)
		assert.equal(cause, 'noRight')
		await assert.rejects(findings(), { reason: 'denied' })
	})
})
