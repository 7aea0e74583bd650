import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { inflateSync } from 'node:zlib'
import * as v from 'valibot'
import type { ProjectFacts } from './proposals.ts'

const packageSchema = v.object({ name: v.nullish(v.string()), version: v.nullish(v.string()) })

/** Reads what a folder says about itself: package.json beside it, and git's files in it or above. Never fails. */
export async function projectFacts(folder: string): Promise<ProjectFacts> {
	const [described, git] = await Promise.all([readPackage(folder), readGit(folder)])
	return {
		folderName: basename(folder),
		packageName: described?.name ?? undefined,
		packageVersion: described?.version ?? undefined,
		...git,
	}
}

async function readPackage(folder: string) {
	const parsed = v.safeParse(packageSchema, json(await read(join(folder, 'package.json'))))
	return parsed.success ? parsed.output : undefined
}

/** https://git-scm.com/docs/gitrepository-layout */
async function readGit(folder: string): Promise<Pick<ProjectFacts, 'gitBranch' | 'gitTags'>> {
	const own = await gitFolder(folder)
	if (own === undefined) return {}
	// A work tree of its own has its HEAD; branches and tags are with the first one.
	const common = (await read(join(own, 'commondir')))?.trim()
	const shared = common === undefined ? own : resolve(own, common)
	const head = (await read(join(own, 'HEAD')))?.trim() ?? ''
	const [, ref] = /^ref: (refs\/heads\/.+)$/.exec(head) ?? []
	const packed = (await read(join(shared, 'packed-refs'))) ?? ''
	const commit = ref === undefined ? head : ((await read(join(shared, ref)))?.trim() ?? packedRef(packed, ref))
	return {
		gitBranch: ref?.slice('refs/heads/'.length),
		gitTags: commit === undefined ? [] : await tagsOf(shared, packed, commit),
	}
}

async function gitFolder(folder: string): Promise<string | undefined> {
	for (let above = folder; ; above = dirname(above)) {
		const path = join(above, '.git')
		if ((await read(join(path, 'HEAD'))) !== undefined) return path
		const [, elsewhere] = /^gitdir: (.+)$/m.exec((await read(path)) ?? '') ?? []
		if (elsewhere !== undefined) return resolve(above, elsewhere)
		if (dirname(above) === above) return undefined
	}
}

function packedRef(packed: string, ref: string): string | undefined {
	return packed
		.split('\n')
		.find((line) => line.endsWith(` ${ref}`))
		?.slice(0, 40)
}

async function tagsOf(shared: string, packed: string, commit: string): Promise<readonly string[]> {
	const found = new Set<string>()
	// The line after an annotated tag says which commit it stands for.
	for (const [, name, , peeled] of packed.matchAll(/^[\da-f]+ refs\/tags\/(.+)(\n\^([\da-f]+))?$/gm)) {
		if (name !== undefined && peeled === commit) found.add(name)
	}
	for (const [, id, name] of packed.matchAll(/^([\da-f]+) refs\/tags\/(.+)$/gm)) {
		if (name !== undefined && id === commit) found.add(name)
	}
	const folder = join(shared, 'refs/tags')
	const names = await readdir(folder, { recursive: true }).catch(() => [])
	for (const name of names.slice(0, 1000)) {
		const id = (await read(join(folder, name)))?.trim()
		if (id !== undefined && (id === commit || (await annotated(shared, id)) === commit)) found.add(name)
	}
	return [...found].sort()
}

/** The commit of an annotated tag that is not packed. */
async function annotated(shared: string, id: string): Promise<string | undefined> {
	try {
		const object = inflateSync(await readFile(join(shared, 'objects', id.slice(0, 2), id.slice(2))))
		return /^tag \d+\0object ([\da-f]+)/.exec(object.toString('latin1'))?.[1]
	} catch {
		return undefined
	}
}

async function read(path: string): Promise<string | undefined> {
	try {
		return await readFile(path, 'utf8')
	} catch {
		return undefined
	}
}

function json(text: string | undefined): unknown {
	try {
		return JSON.parse(text ?? '')
	} catch {
		return undefined
	}
}
