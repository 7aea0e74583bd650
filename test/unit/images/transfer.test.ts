import assert from 'node:assert/strict'
import { EngineError } from '../../../src/engine/errors.ts'
import { Transfer } from '../../../src/images/transfer.ts'

const digest = `sha256:${'a'.repeat(64)}`

describe('Transfer', () => {
	it('adds up the layers and says how fast they go', () => {
		const transfer = new Transfer()
		transfer.take({ status: 'The push refers to repository [docker.io/alice/app]' }, 0)
		transfer.take({ status: 'Preparing', id: 'one' }, 0)
		transfer.take({ status: 'Pushing', id: 'one', progressDetail: { current: 0, total: 1000 } }, 0)
		transfer.take({ status: 'Pushing', id: 'one', progressDetail: { current: 500, total: 1000 } }, 1000)
		transfer.take({ status: 'Layer already exists', id: 'two' }, 1000)
		const { layers, ...sums } = transfer.progress
		assert.deepEqual(sums, { finished: 1, current: 500, total: 1000, speed: 500 })
		assert.deepEqual(
			layers.map((layer) => [layer.id, layer.done, layer.skipped]),
			[
				['one', false, false],
				['two', true, true],
			],
		)
	})

	it('counts a finished layer in full, although the engine sends headers beyond its size', () => {
		const transfer = new Transfer()
		transfer.take({ status: 'Pushing', id: 'one', progressDetail: { current: 1536, total: 1000 } }, 0)
		assert.equal(transfer.progress.current, 1000)
		transfer.take({ status: 'Pushed', id: 'one' }, 1)
		assert.equal(transfer.progress.current, 1000)
		assert.equal(transfer.progress.finished, 1)
	})

	it('starts a layer again when its upload was cut', () => {
		const transfer = new Transfer()
		transfer.take({ status: 'Pushing', id: 'one', progressDetail: { current: 900, total: 1000 } }, 0)
		transfer.take({ status: 'Retrying in 5 seconds', id: 'one' }, 1)
		transfer.take({ status: 'Pushing', id: 'one', progressDetail: { current: 10, total: 1000 } }, 2)
		assert.equal(transfer.progress.current, 10)
		assert.equal(transfer.progress.speed, 0)
	})

	it('knows the digest from either way of saying it', () => {
		const classic = new Transfer()
		classic.take({ status: `1.2: digest: ${digest} size: 528` }, 0)
		assert.equal(classic.digest, digest)
		const other = new Transfer()
		other.take({ progressDetail: {}, aux: { Tag: '1.2', Digest: digest, Size: 528 } }, 0)
		assert.equal(other.digest, digest)
	})

	it('knows when only one platform’s part was pushed, as the docker CLI warns of', () => {
		const transfer = new Transfer()
		transfer.take({ status: 'Pushed', id: 'one' }, 0)
		assert.equal(transfer.part, undefined)
		const index = `sha256:${'b'.repeat(64)}`
		const mediaType = 'application/vnd.oci.image.manifest.v1+json'
		const platform = { architecture: 'arm64', os: 'linux', variant: 'v8' }
		const selectedManifest = { mediaType, digest, size: 528, platform }
		const originalIndex = { mediaType, digest: index, size: 900 }
		transfer.take(
			{ progressDetail: {}, aux: { manifestPushedInsteadOfIndex: true, originalIndex, selectedManifest } },
			1,
		)
		transfer.take({ status: `1.2: digest: ${digest} size: 528` }, 2)
		assert.deepEqual(transfer.part, { index, platform: 'linux/arm64/v8' })
		assert.equal(transfer.digest, digest)
	})

	for (const [message, reason] of [
		['denied: requested access to the resource is denied', 'denied'],
		['denied', 'denied'],
		['name unknown', 'notFound'],
		['error from registry: denied\ndenied', 'denied'],
		['error from registry: repository name not known to registry', 'notFound'],
		['unauthorized: authentication required', 'unauthorized'],
		['toomanyrequests: slow down', 'rateLimited'],
		['Get "https://registry-1.docker.io/v2/": dial tcp: connection refused', 'unreachable'],
		['Get "https://r/v2/": x509: certificate signed by unknown authority', 'certificate'],
		['Get "https://r/v2/": http: server gave HTTP response to HTTPS client', 'certificate'],
		['Get "https://r/v2/": no basic auth credentials', 'unauthorized'],
		['failed to do request: Put "https://r/x": write tcp 10.0.0.1:7: use of closed network connection', 'unreachable'],
		['received unexpected HTTP status: 500 Internal Server Error', 'unreachable'],
		['net/http: request canceled (Client.Timeout exceeded)', 'timeout'],
		['write /tmp/x: no space left on device', 'noSpace'],
		['tag does not exist: alice/app:2', 'unexpected'],
	] as const) {
		it(`fails with the reason ${reason}: ${message}`, () => {
			assert.throws(
				() => new Transfer().take({ errorDetail: { message }, error: message }, 0),
				(error) => error instanceof EngineError && error.reason === reason && error.message === message,
			)
		})
	}

	it('tells no one the signature in an address', () => {
		const line = {
			error: 'failed to do request: Put "https://s3.example/a/b?X-Signature=abc&x=1": EOF, then "https://r/c"',
		}
		assert.throws(() => new Transfer().take(line, 0), {
			message: 'failed to do request: Put "https://s3.example/a/b": EOF, then "https://r/c"',
		})
	})
})
