import { existsSync, statSync } from 'node:fs'
import { basename, isAbsolute } from 'node:path'
import * as vscode from 'vscode'
import { pickManyStep, pickStep, textStep, type Step } from '../../ui/wizard.ts'
import { nameSteps, namesMessage } from '../commands/nameSteps.ts'
import { isSecretName, type BuildArgument, type Dockerfile } from './dockerfile.ts'
import type { Proposal } from './proposals.ts'

export interface BuildAnswers {
	/** Full path; `another` while it is still to be typed. */
	readonly folder: string
	readonly isAnother: boolean
	readonly target: string | undefined
	/** Names of the build arguments that are given. */
	readonly given: readonly string[]
	readonly values: Readonly<Record<string, string>>
	/** Paths of files by the names that the Dockerfile gives to secrets; empty where none is given. */
	readonly secrets: Readonly<Record<string, string>>
	/** Whether instructions may speak with the SSH agent. */
	readonly sshAgent: boolean
	readonly platform: string | undefined
	/** Separated by spaces. */
	readonly names: string
	readonly options: readonly BuildOption[]
}

type BuildOption = 'pull' | 'noCache'

const platforms = [
	'linux/amd64',
	'linux/arm64',
	'linux/arm/v7',
	'linux/386',
	'linux/ppc64le',
	'linux/s390x',
	'linux/riscv64',
]

/** What a build asks: where, which stage, with which arguments, for what platform, under which names. */
export function buildSteps(parts: {
	readonly dockerfile: Dockerfile
	/** Folders that suggest themselves as the context. */
	readonly folders: readonly string[]
	/** Names of the secrets that a file can be given for. */
	readonly secrets: readonly string[]
	/** Where the Dockerfile asks for one: the address of the SSH agent; empty where none runs. */
	readonly sshAgent: string | undefined
	/** The engine's own, `linux/amd64`. */
	readonly ownPlatform: string
	readonly proposals: readonly Proposal[]
}): readonly Step<BuildAnswers>[] {
	const { dockerfile, folders, secrets, sshAgent, ownPlatform, proposals } = parts
	return [
		...folderSteps(folders),
		pickStep<BuildAnswers, string | undefined>({
			prompt: vscode.l10n.t('Build up to which stage?'),
			skip: () => dockerfile.stages.length < 2,
			choices: () =>
				dockerfile.stages
					.map(({ name, base, line }, index) => ({
						label: name ?? vscode.l10n.t('Stage {0}', index),
						description: vscode.l10n.t('from {0} · line {1}', base, line + 1),
						// The last is what a build without a target makes.
						value: index === dockerfile.stages.length - 1 ? undefined : (name ?? String(index)),
					}))
					.reverse(),
			isActive: ({ target }, value) => target === value,
			apply: (answers, target) => ({ ...answers, target }),
		}),
		pickManyStep<BuildAnswers, string>({
			prompt: vscode.l10n.t('Which build arguments do you give? The others are as the Dockerfile says.'),
			skip: () => dockerfile.buildArguments.length === 0,
			choices: () =>
				dockerfile.buildArguments.map(({ name, preset }) => ({
					label: name,
					description: preset === undefined ? vscode.l10n.t('has no value') : `= ${preset}`,
					value: name,
				})),
			isPicked: ({ given }, name) => given.includes(name),
			apply: (answers, given) => ({ ...answers, given }),
		}),
		...dockerfile.buildArguments.map(argumentStep),
		...secrets.map(secretStep),
		...(sshAgent === undefined ? [] : [sshAgentStep(sshAgent)]),
		pickStep<BuildAnswers, string | undefined>({
			prompt: vscode.l10n.t('Build for which platform?'),
			choices: () => [
				{ label: vscode.l10n.t('The engine’s own'), description: ownPlatform, value: undefined },
				...platforms
					.filter((platform) => platform !== ownPlatform)
					.map((platform) => ({
						label: platform,
						description: vscode.l10n.t('RUN needs an emulator on the engine'),
						value: platform,
					})),
			],
			isActive: ({ platform }, value) => platform === value,
			apply: (answers, platform) => ({ ...answers, platform }),
		}),
		...nameSteps<BuildAnswers>(proposals, {
			read: ({ names }) => names,
			write: (answers, names) => ({ ...answers, names }),
			prompt: vscode.l10n.t('Names of the image, separated by spaces'),
			validate: namesMessage,
		}),
		pickManyStep<BuildAnswers, BuildOption>({
			prompt: vscode.l10n.t('Options'),
			choices: () => [
				{
					label: vscode.l10n.t('Pull'),
					description: vscode.l10n.t('look for newer base images'),
					value: 'pull',
				},
				{
					label: vscode.l10n.t('No Cache'),
					description: vscode.l10n.t('run every step again'),
					value: 'noCache',
				},
			],
			isPicked: ({ options }, option) => options.includes(option),
			apply: (answers, options) => ({ ...answers, options }),
		}),
	]
}

function folderSteps(folders: readonly string[]): readonly Step<BuildAnswers>[] {
	return [
		pickStep<BuildAnswers, string | undefined>({
			prompt: vscode.l10n.t('Which folder is the context? Its files can be copied into the image.'),
			choices: () => [
				...folders.map((folder) => ({ label: `$(folder) ${basename(folder)}`, description: folder, value: folder })),
				{ label: vscode.l10n.t('$(edit) Another Folder…'), value: undefined },
			],
			isActive: ({ folder, isAnother }, value) => (isAnother ? value === undefined : value === folder),
			apply: (answers, folder) => ({ ...answers, folder: folder ?? answers.folder, isAnother: folder === undefined }),
		}),
		textStep<BuildAnswers>({
			prompt: vscode.l10n.t('Full path of the context folder'),
			skip: ({ isAnother }) => !isAnother,
			value: ({ folder }) => folder,
			validate: (text) =>
				isAbsolute(text) && existsSync(text) ? undefined : vscode.l10n.t('There is no folder “{0}”.', text),
			apply: (answers, folder) => ({ ...answers, folder }),
		}),
	]
}

function secretStep(name: string): Step<BuildAnswers> {
	return textStep<BuildAnswers>({
		prompt: vscode.l10n.t(
			'Full path of the file with the secret “{0}”; it becomes no part of the image. Empty: without',
			name,
		),
		value: ({ secrets }) => secrets[name] ?? '',
		validate: (path) =>
			path === '' || (isAbsolute(path) && statSync(path, { throwIfNoEntry: false })?.isFile())
				? undefined
				: vscode.l10n.t('There is no file {0}.', path),
		apply: (answers, path) => ({ ...answers, secrets: { ...answers.secrets, [name]: path } }),
	})
}

function sshAgentStep(address: string): Step<BuildAnswers> {
	const without = { label: vscode.l10n.t('Without'), value: false }
	return pickStep<BuildAnswers, boolean>({
		prompt: vscode.l10n.t('Instructions ask for your SSH agent. May they sign in with your keys while they run?'),
		choices: () =>
			address === ''
				? [{ ...without, description: vscode.l10n.t('no SSH agent runs: SSH_AUTH_SOCK is not set') }]
				: [{ label: vscode.l10n.t('Use the SSH Agent'), description: address, value: true }, without],
		isActive: ({ sshAgent }, value) => sshAgent === value,
		apply: (answers, use) => ({ ...answers, sshAgent: use }),
	})
}

function argumentStep({ name, preset }: BuildArgument): Step<BuildAnswers> {
	return textStep<BuildAnswers>({
		prompt: isSecretName(name)
			? vscode.l10n.t('Value of {0}. Careful: whoever has the image can read build arguments in its history.', name)
			: vscode.l10n.t('Value of {0}', name),
		skip: ({ given }) => !given.includes(name),
		password: isSecretName(name),
		value: ({ values }) => values[name] ?? preset ?? '',
		apply: (answers, text) => ({ ...answers, values: { ...answers.values, [name]: text } }),
	})
}
