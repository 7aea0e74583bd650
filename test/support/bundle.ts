import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { root } from './codeServer.ts'

/** Bytes of code that are read at activation: the entry, and what it imports not only when that is needed. */
export async function activationBytes(): Promise<number> {
	const seen = new Set<string>()
	const follow = async (file: string): Promise<void> => {
		if (seen.has(file)) return
		seen.add(file)
		const text = await readFile(file, 'utf8')
		const imported = [...text.matchAll(/\b(?:import|from)"(\.[^"]+)"/g)].map(([, path = '']) =>
			join(dirname(file), path),
		)
		await Promise.all(imported.map(follow))
	}
	await follow(join(root, 'dist/extension.js'))
	const sizes = await Promise.all([...seen].map(async (file) => (await stat(file)).size))
	return sizes.reduce((sum, size) => sum + size, 0)
}
