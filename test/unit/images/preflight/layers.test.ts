import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { findSecretFiles } from '../../../../src/images/preflight/layers.ts'

type Files = Readonly<Record<string, string | Buffer>>

async function archive(files: Files, links: Readonly<Record<string, string>> = {}): Promise<Buffer> {
	const packed = pack()
	for (const [name, content] of Object.entries(files)) packed.entry({ name }, content)
	for (const [name, linkname] of Object.entries(links)) packed.entry({ name, type: 'symlink', linkname })
	packed.finalize()
	return buffer(packed)
}

const key = '-----BEGIN OPENSSH PRIVATE KEY-----\n'
const signal = new AbortController().signal
const silent = () => undefined

function find(content: Buffer, report: (bytes: number) => void = silent) {
	// Pieces of an odd size, so that no header comes whole by chance.
	const pieces = Array.from({ length: Math.ceil(content.length / 777) }, (_, index) =>
		content.subarray(index * 777, (index + 1) * 777),
	)
	return findSecretFiles(Readable.from(pieces), report, signal)
}

const configuration = JSON.stringify({
	history: [
		{ created_by: '/bin/sh -c #(nop) COPY dir:1 in /root' },
		{ created_by: '/bin/sh -c #(nop) ENV A=1', empty_layer: true },
		{ created_by: '/bin/sh -c rm /root/.ssh/id_rsa' },
	],
})

describe('secret files in layers', () => {
	it('are found with layer and instruction, also when a later layer deletes them', async () => {
		const first = await archive({
			'root/.ssh/id_rsa': key,
			'usr/lib/large': Buffer.alloc(200_000),
			'app/.env': 'PORT=1',
		})
		const second = await archive({ 'root/.ssh/.wh.id_rsa': '' })
		let bytes = 0
		const content = await archive({
			'1/layer.tar': first,
			'2/layer.tar': second,
			'c.json': configuration,
			'manifest.json': JSON.stringify([{ Config: 'c.json', Layers: ['1/layer.tar', '2/layer.tar'] }]),
		})
		assert.deepEqual(await find(content, (read) => (bytes = read)), [
			{
				kind: 'secretFile',
				severity: 'blocking',
				rule: 'privateKey',
				path: 'root/.ssh/id_rsa',
				layer: 1,
				instruction: 'COPY dir:1 in /root',
				deletedLater: true,
			},
		])
		assert.equal(bytes, content.length)
	})

	it('are found where layers are compressed, and where one links to another', async () => {
		const layer = await archive({ 'app/.git/HEAD': 'ref: refs/heads/main' })
		const content = await archive(
			{
				'blobs/sha256/1': gzipSync(layer),
				'blobs/sha256/2': zstdCompressSync(layer),
				'blobs/sha256/c': configuration,
				'manifest.json': JSON.stringify([
					{ Config: 'blobs/sha256/c', Layers: ['blobs/sha256/1', 'blobs/sha256/2', 'x/layer.tar'] },
				]),
			},
			{ 'x/layer.tar': '../blobs/sha256/1' },
		)
		const found = await find(content)
		assert.deepEqual(
			found.map((finding) => finding.kind === 'secretFile' && [finding.rule, finding.layer]),
			[
				['gitFolder', 1],
				['gitFolder', 2],
				['gitFolder', 3],
			],
		)
	})

	it('says so when the archive is cut off', async () => {
		const content = await archive({ '1/layer.tar': await archive({ large: Buffer.alloc(100_000) }) })
		await assert.rejects(find(content.subarray(0, 50_000)))
	})

	it('ends at once when it is cancelled', async () => {
		const abort = new AbortController()
		const endless = new Readable({ read: () => undefined })
		const found = findSecretFiles(endless, silent, abort.signal)
		abort.abort()
		await assert.rejects(found)
		assert.ok(endless.destroyed)
	})
})
