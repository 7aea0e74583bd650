import assert from 'node:assert/strict'
import {
	configurationFindings,
	layerSizes,
	localImage,
	plainInstruction,
} from '../../../../src/images/preflight/configuration.ts'

const inspected = {
	Id: 'sha256:1',
	RepoTags: ['alice/app:latest'],
	RepoDigests: [],
	Size: 30,
	Os: 'linux',
	Architecture: 'arm64',
	Variant: 'v8',
	Config: { User: '', Env: ['PATH=/bin', 'DB_PASSWORD=hunter22'], Labels: { token: 'hunter22', purpose: 'test' } },
	RootFS: { Layers: ['sha256:a', 'sha256:b'] },
}
// The newest first, as the engine tells it.
const history = [
	{ CreatedBy: '/bin/sh -c #(nop)  ENV DB_PASSWORD=hunter22', Size: 0 },
	{ CreatedBy: 'RUN |1 NPM_TOKEN=abcdef /bin/sh -c npm ci # buildkit', Size: 20 },
	{ CreatedBy: '/bin/sh -c #(nop) COPY dir:1 in /app', Size: 10 },
]

describe('an image’s own words', () => {
	it('give secrets away once each, and never the value', () => {
		const findings = configurationFindings(localImage(inspected, history), 'alice/app', 'latest')
		assert.deepEqual(
			findings.map((finding) => [finding.kind, finding.severity]),
			[
				['secretVariable', 'blocking'],
				['secretLabel', 'blocking'],
				['secretInstruction', 'blocking'],
				['runsAsRoot', 'note'],
				['onlyLatest', 'note'],
			],
		)
		assert.ok(!/hunter22|abcdef/.test(JSON.stringify(findings)))
	})

	it('say nothing of an image that has a user and a version', () => {
		const image = {
			...inspected,
			RepoTags: ['alice/app:1', 'alice/app:latest'],
			Config: { User: 'app', Env: ['PATH=/bin'] },
		}
		assert.deepEqual(configurationFindings(localImage(image, []), 'alice/app', 'latest'), [])
	})

	it('tell the platform, and a size for each layer where that can be told', () => {
		const image = localImage(inspected, history)
		assert.equal(image.platform, 'linux/arm64/v8')
		assert.deepEqual(
			[...layerSizes(image)],
			[
				['sha256:a', 10],
				['sha256:b', 20],
			],
		)
		assert.equal(layerSizes({ ...image, layers: ['sha256:a'] }).size, 0)
		const empty = { instruction: '/bin/sh -c #(nop) COPY dir:2 in /tmp', size: 0 }
		const three = { ...image, layers: ['a', 'b', 'c'], history: [...image.history, empty] }
		assert.equal(layerSizes(three).get('c'), 0)
	})

	it('read like a Dockerfile', () => {
		assert.equal(plainInstruction('/bin/sh -c #(nop) COPY dir:1 in /app '), 'COPY dir:1 in /app')
		assert.equal(plainInstruction('/bin/sh -c apk add   curl'), 'RUN apk add curl')
		assert.equal(plainInstruction('RUN /bin/sh -c npm ci # buildkit'), 'RUN npm ci')
		assert.equal(plainInstruction('RUN |1 V=1 /bin/sh -c npm ci # buildkit'), 'RUN V=1 npm ci')
		assert.equal(plainInstruction('COPY . /app # buildkit'), 'COPY . /app')
		assert.equal(plainInstruction(`COPY dir:${'0a'.repeat(32)} in /`), 'COPY dir:0a0a0a0a0a0a… in /')
	})
})
