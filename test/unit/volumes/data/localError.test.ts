import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { EngineError, toEngineError } from '../../../../src/engine/errors.ts'
import { localError } from '../../../../src/volumes/data/localError.ts'
import { localSource } from '../../../../src/volumes/data/uploadSource.ts'

const nothing = join(tmpdir(), 'longshore-nothing-here')
const isMissing = (error: unknown) => error instanceof EngineError && error.reason === 'notFound'

describe('Errors of this machine’s files', () => {
	it('say that a file is missing, not that no engine answers', async () => {
		await assert.rejects(localSource(nothing), isMissing)
		await assert.rejects(mkdir(join(nothing, 'deeper')), (error) => isMissing(localError(error)))
	})

	it('say so of one that goes before it is read', async () => {
		const path = await mkdtemp(join(tmpdir(), 'longshore-goes-'))
		await writeFile(join(path, 'file'), 'x')
		const source = await localSource(path)
		await rm(path, { recursive: true })
		const [child] = source.kind === 'folder' ? source.children : []
		const read = async () => {
			if (child?.kind === 'file') for await (const _ of child.read());
		}
		await assert.rejects(read(), isMissing)
	})

	it('leave it to an engine that its socket is not there', async () => {
		const failed = Promise.withResolvers<unknown>()
		connect(nothing).on('error', failed.resolve)
		assert.equal(toEngineError(localError(await failed.promise)).reason, 'unreachable')
	})
})
