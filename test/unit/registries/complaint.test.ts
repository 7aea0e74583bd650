import assert from 'node:assert/strict'
import { askedByEngine } from '../../../src/registries/complaint.ts'

/** As docker-modem throws it. */
function answer(statusCode: number, message: string): Error {
	return Object.assign(new Error(`(HTTP code ${statusCode}) server error - ${message}`), {
		statusCode,
		json: { message },
	})
}

describe('What an engine passes on of a registry', () => {
	for (const [status, message, reason] of [
		[500, 'Get "https://10.0.0.2:5000/v2/": x509: certificate signed by unknown authority', 'certificate'],
		[500, 'Get "https://r.example/v2/": unauthorized: incorrect username or password', 'unauthorized'],
		[
			404,
			"pull access denied for a/b, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
			'denied',
		],
		[404, "pull access denied for alice/secret, repository does not exist or may require 'docker login'", 'denied'],
		[
			500,
			'push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
			'denied',
		],
		[404, 'manifest for busybox:none not found: manifest unknown', 'notFound'],
		[409, 'something else', 'conflict'],
	] as const) {
		it(`is ${reason}: ${message.slice(0, 60)}`, () =>
			assert.equal(askedByEngine(answer(status, message)).reason, reason))
	}
})
