import { posix } from 'node:path'
import * as vscode from 'vscode'
import { toEngineError } from '../../engine/errors.ts'
import { showFailure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { dataUri } from '../data/fileSystem.ts'
import { search, type SearchMatch } from '../data/search.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseVolume } from './chooseVolumes.ts'

/** From the last key until it is looked for; ms. */
const pause = 150
/** Found items are shown together so often at most; ms. */
const pace = 100
/** More than so many are no answer: one types on. */
const most = 1000

interface Found extends vscode.QuickPickItem {
	readonly match: SearchMatch
}

/** Finds names and text in a volume as one types, and opens what is chosen at its line. */
export async function findInVolume(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { name } = await chooseVolume(connected, node, vscode.l10n.t('Find in Volume'))
	const match = await new Finder(connected, name).ask()
	if (!match) return
	const place = { volumeName: name, path: match.path }
	const { kind } = await connected.data.stat(name, match.path)
	if (kind === 'folder') return connected.view.revealFolder(place)
	const start = new vscode.Position(Math.max(0, (match.line ?? 1) - 1), 0)
	const options = match.line === undefined ? {} : { selection: new vscode.Range(start, start) }
	await vscode.commands.executeCommand('vscode.open', dataUri(connected.engine, name, match.path), options)
}

class Finder {
	readonly #parts: Connected<VolumeParts>
	readonly #volumeName: string
	readonly #pick = vscode.window.createQuickPick<Found>()
	#abort = new AbortController()
	#found: Found[] = []
	#timer: NodeJS.Timeout | undefined

	constructor(parts: Connected<VolumeParts>, volumeName: string) {
		this.#parts = parts
		this.#volumeName = volumeName
		this.#pick.title = vscode.l10n.t('Find in Volume “{0}”', volumeName)
		this.#pick.placeholder = vscode.l10n.t('Part of a name, or of the text in files')
	}

	async ask(): Promise<SearchMatch | undefined> {
		const { promise, resolve } = Promise.withResolvers<SearchMatch | undefined>()
		const pick = this.#pick
		let typing: NodeJS.Timeout | undefined
		pick.onDidChangeValue((value) => {
			clearTimeout(typing)
			typing = setTimeout(() => void this.#search(value), pause)
		})
		pick.onDidAccept(() => {
			const [chosen] = pick.selectedItems
			if (chosen) resolve(chosen.match)
		})
		pick.onDidHide(() => resolve(undefined))
		pick.show()
		try {
			return await promise
		} finally {
			clearTimeout(typing)
			clearTimeout(this.#timer)
			this.#abort.abort()
			pick.dispose()
		}
	}

	async #search(value: string): Promise<void> {
		this.#abort.abort()
		const { signal } = (this.#abort = new AbortController())
		this.#found = []
		this.#show()
		if (value.trim() === '') return
		this.#pick.busy = true
		try {
			await this.#parts.data.useShell(this.#volumeName, ({ session }) =>
				search(session, value, (match) => !signal.aborted && this.#take(match), signal),
			)
		} catch (error) {
			if (!signal.aborted && toEngineError(error).reason !== 'cancelled') void showFailure(error, this.#parts.log)
		}
		if (signal.aborted) return
		this.#pick.busy = false
		this.#show()
	}

	/** @returns Whether that is enough. */
	#take(match: SearchMatch): boolean {
		this.#found.push(itemOf(match))
		this.#timer ??= setTimeout(() => this.#show(), pace)
		return this.#found.length >= most
	}

	#show(): void {
		clearTimeout(this.#timer)
		this.#timer = undefined
		this.#pick.items = this.#found
	}
}

function itemOf(match: SearchMatch): Found {
	const { path, line, text } = match
	const name = posix.basename(path)
	// What was found need not be in the label: the search is done already.
	return line === undefined
		? { match, alwaysShow: true, label: name, description: posix.dirname(path), iconPath: new vscode.ThemeIcon('file') }
		: { match, alwaysShow: true, label: text, description: `${path}:${line}`, iconPath: new vscode.ThemeIcon('search') }
}
