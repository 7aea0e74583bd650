import * as v from 'valibot'
import * as vscode from 'vscode'
import { decode } from '../../engine/decode.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Labels } from '../../engine/records.ts'
import { textStep, type Choice, type Step } from '../../ui/wizard.ts'
import { presetOptions } from '../volume.ts'

type Fields = Readonly<Record<string, string>>

/** Where the data of a volume of the `local` driver is. */
export type Preset =
	| { readonly kind: 'local' }
	| {
			readonly kind: 'tmpfs' | 'nfs' | 'cifs' | 'folder'
			readonly fields: Fields
			readonly optionsOf: () => Labels
	  }

/** What the wizard that creates a volume has been told. */
export interface Answers {
	readonly name: string
	readonly preset: Preset | { readonly kind: 'plugin'; readonly driver: string }
	readonly options: Labels
	readonly labels: Labels
}

type FieldPreset = Extract<Preset, { fields: Fields }>

interface Field {
	readonly key: string
	readonly prompt: () => string
	readonly placeholder: string
	readonly password?: boolean
	readonly validate?: (text: string) => string | undefined
}

const needed = (text: string) => (text.trim() === '' ? vscode.l10n.t('This is needed.') : undefined)
const word = (text: string) =>
	needed(text) ?? (/[\s,]/.test(text) ? vscode.l10n.t('Spaces and commas cannot be in here.') : undefined)
const absolute = (text: string) =>
	text.startsWith('/') ? undefined : vscode.l10n.t('The path must be absolute: begin with “/”.')

const fields: Readonly<Record<FieldPreset['kind'], readonly Field[]>> = {
	tmpfs: [
		{
			key: 'size',
			prompt: () => vscode.l10n.t('Largest size, such as 64m or 1g; empty: half of the memory'),
			placeholder: '64m',
			validate: (text) =>
				/^(\d+[kmg%]?)?$/i.test(text) ? undefined : vscode.l10n.t('A size is a number with k, m or g: 64m.'),
		},
	],
	nfs: [
		{
			key: 'server',
			prompt: () => vscode.l10n.t('Address of the NFS server'),
			placeholder: '192.168.1.10',
			validate: word,
		},
		{ key: 'path', prompt: () => vscode.l10n.t('Exported path'), placeholder: '/exports/data', validate: absolute },
		{ key: 'flags', prompt: () => vscode.l10n.t('Mount options; may be empty'), placeholder: 'nfsvers=4,rw' },
	],
	cifs: [
		{
			key: 'server',
			prompt: () => vscode.l10n.t('Address of the SMB server'),
			placeholder: '192.168.1.10',
			validate: word,
		},
		{ key: 'share', prompt: () => vscode.l10n.t('Name of the share'), placeholder: 'data', validate: needed },
		{ key: 'userName', prompt: () => vscode.l10n.t('User name'), placeholder: '', validate: word },
		{
			key: 'password',
			prompt: () => vscode.l10n.t('Password. The engine keeps it in plain text in the volume’s options.'),
			placeholder: '',
			password: true,
			validate: (text) => (text.includes(',') ? vscode.l10n.t('A comma cannot be in here.') : undefined),
		},
	],
	folder: [
		{
			key: 'path',
			prompt: () => vscode.l10n.t('Folder on the engine’s machine; it must exist'),
			placeholder: '/srv/data',
			validate: absolute,
		},
	],
}

const infoSchema = v.object({ Plugins: v.nullish(v.object({ Volume: v.nullish(v.array(v.string()), []) })) })

/** The kinds of volumes that can be made on an engine; its volume plug-ins too, where it tells them (`GET /info`). */
export async function presetChoices(engine: Engine): Promise<readonly Choice<Answers['preset']>[]> {
	// A proxy in front of the engine may refuse it, and nothing else here needs it.
	const info = decode(infoSchema, await engine.docker.info().catch(() => ({})))
	const plugins = (info.Plugins?.Volume ?? []).filter((driver) => driver !== 'local')
	return [
		{
			label: vscode.l10n.t('$(database) Local'),
			description: 'local',
			detail: vscode.l10n.t('On the engine’s own disk. Stays when containers go.'),
			value: { kind: 'local' },
		},
		{
			label: vscode.l10n.t('$(zap) Memory'),
			description: 'tmpfs',
			detail: vscode.l10n.t('Fast, never on disk, gone when the last container that uses it stops.'),
			value: empty('tmpfs'),
		},
		{
			label: vscode.l10n.t('$(remote) NFS export'),
			description: 'nfs',
			detail: vscode.l10n.t('A folder of a file server, shared by several machines.'),
			value: empty('nfs'),
		},
		{
			label: vscode.l10n.t('$(remote) Windows share'),
			description: 'cifs',
			detail: vscode.l10n.t('A share of an SMB server.'),
			value: empty('cifs'),
		},
		{
			label: vscode.l10n.t('$(folder) Host folder'),
			description: 'bind',
			detail: vscode.l10n.t('A folder of the engine’s machine under a volume’s name.'),
			value: empty('folder'),
		},
		...plugins.map((driver) => ({
			label: `$(plug) ${driver}`,
			description: vscode.l10n.t('plug-in'),
			value: { kind: 'plugin' as const, driver },
		})),
	]
}

/** A step for each field of each preset; only those of the chosen one are asked. */
export function presetSteps(): readonly Step<Answers>[] {
	return kinds.flatMap((kind) =>
		fields[kind].map((field) =>
			textStep<Answers>({
				prompt: field.prompt(),
				placeholder: field.placeholder,
				password: field.password ?? false,
				skip: ({ preset }) => preset.kind !== kind,
				value: ({ preset }) => ('fields' in preset ? (preset.fields[field.key] ?? '') : ''),
				...(field.validate ? { validate: field.validate } : {}),
				apply: (before, text) =>
					'fields' in before.preset
						? { ...before, preset: filled(kind, { ...before.preset.fields, [field.key]: text.trim() }) }
						: before,
			}),
		),
	)
}

const kinds = ['tmpfs', 'nfs', 'cifs', 'folder'] as const

function empty(kind: FieldPreset['kind']): FieldPreset {
	return filled(kind, {})
}

function filled(kind: FieldPreset['kind'], given: Fields): FieldPreset {
	const of = (key: string) => given[key] ?? ''
	return {
		kind,
		fields: given,
		optionsOf: () => {
			switch (kind) {
				case 'tmpfs':
					return presetOptions({ kind, size: of('size') })
				case 'nfs':
					return presetOptions({ kind, server: of('server'), path: of('path'), flags: of('flags') })
				case 'cifs':
					return presetOptions({
						kind,
						server: of('server'),
						share: of('share'),
						userName: of('userName'),
						password: of('password'),
					})
				case 'folder':
					return presetOptions({ kind, path: of('path') })
			}
		},
	}
}
