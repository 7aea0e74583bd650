import * as vscode from 'vscode'
import { formatBytes } from '../../ui/format.ts'
import { shortId } from '../image.ts'
import type { Finding, SecretFileRule, Severity } from './finding.ts'

interface FindingText {
	readonly message: string
	/** What to do about it. */
	readonly advice: string
}

/** A finding in the person's language. */
export function findingText(finding: Finding): FindingText {
	switch (finding.kind) {
		case 'noRight':
			return {
				message: finding.isOwn
					? vscode.l10n.t('The access token of {0} may not push', finding.userName)
					: vscode.l10n.t('“{0}” is not yours: {1} has no right to push there', finding.namespace, finding.userName),
				advice: finding.isOwn
					? vscode.l10n.t('Replace the access token with one that may write.')
					: vscode.l10n.t('Push under your own name, or sign in as somebody who may.'),
			}
		case 'refused':
			return refusedText(finding)
		case 'newRepository':
			return {
				message: vscode.l10n.t('The repository {0} does not exist', finding.path),
				advice: finding.canChoose
					? vscode.l10n.t('It will be created. Choose above whether everyone may see it.')
					: vscode.l10n.t('The registry creates it, or refuses to; who may see it is decided there.'),
			}
		case 'unknownRepository':
			return {
				message: vscode.l10n.t(
					'Docker Hub did not say whether {0} exists; if it does not, the push makes it public',
					finding.path,
				),
				advice: vscode.l10n.t('Try again later, or create it on Docker Hub first. ({0})', finding.message),
			}
		case 'overwritten':
			return {
				message: vscode.l10n.t(
					'The tag {0} will be overwritten: {1} → {2}',
					finding.tag,
					shortId(finding.before),
					shortId(finding.after),
				),
				advice: vscode.l10n.t('Whoever pulls this tag gets the new image from now on. Push another tag to keep both.'),
			}
		case 'sameImage':
			return {
				message: vscode.l10n.t('The registry has this very image under {0}', finding.tag),
				advice: vscode.l10n.t('Pushing it changes nothing. ({0})', shortId(finding.digest)),
			}
		case 'otherPlatform':
			return {
				message: vscode.l10n.t(
					'It is for {0}; the repository’s images are for {1}',
					finding.platform,
					finding.usual.join(', '),
				),
				advice: vscode.l10n.t('Whoever pulls it there can’t run it. Build it for the usual platform.'),
			}
		case 'secretVariable':
			return {
				message: vscode.l10n.t('The environment variable {0} holds a secret', finding.name),
				advice: vscode.l10n.t(
					'Everyone who can pull can read it. Give it when the container is started, and change it.',
				),
			}
		case 'secretLabel':
			return {
				message: vscode.l10n.t('The label {0} holds a secret', finding.name),
				advice: vscode.l10n.t('Everyone who can pull can read it. Leave the label out, and change the secret.'),
			}
		case 'secretInstruction':
			return {
				message: vscode.l10n.t('The history holds a secret: {0}', finding.instruction),
				advice: vscode.l10n.t(
					'Build arguments stay in an image. Use a secret mount (RUN --mount=type=secret) or a stage of its own.',
				),
			}
		case 'secretFile':
			return {
				message: vscode.l10n.t('{0}: /{1}', ruleText(finding.rule), finding.path),
				advice: [
					finding.deletedLater
						? vscode.l10n.t('Layer {0}; a later layer deletes it, but it can still be read.', finding.layer)
						: vscode.l10n.t('Layer {0}; name it in .dockerignore and build again.', finding.layer),
					finding.instruction,
				].join(' '),
			}
		case 'runsAsRoot':
			return {
				message: vscode.l10n.t('It runs as root'),
				advice: vscode.l10n.t('Name a user in the Dockerfile (USER) unless it needs all rights.'),
			}
		case 'onlyLatest':
			return {
				message: vscode.l10n.t('It has no tag but “latest”'),
				advice: vscode.l10n.t('Push a version too, so that one can go back to it.'),
			}
		case 'size':
			return sizeText(finding)
		case 'unchecked':
			return {
				message:
					finding.part === 'registry'
						? vscode.l10n.t('The registry could not be asked from here')
						: vscode.l10n.t('The layers could not be read'),
				advice: finding.message,
			}
	}
}

function refusedText({ userName, why }: Extract<Finding, { kind: 'refused' }>): FindingText {
	switch (why) {
		case 'expired':
			return {
				message: vscode.l10n.t('The access token of {0} has expired', userName),
				advice: vscode.l10n.t('Replace it with a new one.'),
			}
		case 'readOnly':
			return {
				message: vscode.l10n.t('The access token of {0} may only read', userName),
				advice: vscode.l10n.t('Replace it with one that has the right to write.'),
			}
		case 'refused':
			return {
				message: vscode.l10n.t('The registry refuses the access token of {0}', userName),
				advice: vscode.l10n.t('It was revoked or is wrong. Replace it with a new one.'),
			}
	}
}

function sizeText({ bytes, layers, there }: Extract<Finding, { kind: 'size' }>): FindingText {
	return {
		message: vscode.l10n.t('{0} in {1} layers, before compression', formatBytes(bytes), layers),
		advice:
			there === undefined
				? vscode.l10n.t('Layers that the registry has are not sent again.')
				: there.bytes > 0
					? vscode.l10n.t(
							'The repository has {0} of the layers already ({1}); they are not sent again.',
							there.layers,
							formatBytes(there.bytes),
						)
					: vscode.l10n.t('The repository has {0} of the layers already; they are not sent again.', there.layers),
	}
}

function ruleText(rule: SecretFileRule): string {
	switch (rule) {
		case 'privateKey':
			return vscode.l10n.t('Private key')
		case 'environmentFile':
			return vscode.l10n.t('Environment file with secrets')
		case 'gitFolder':
			return vscode.l10n.t('Git repository with its whole history')
		case 'packageToken':
			return vscode.l10n.t('Token of a package registry')
		case 'cloudCredentials':
			return vscode.l10n.t('Cloud credentials')
		case 'registryCredentials':
			return vscode.l10n.t('Sign-in of a container registry')
		case 'storedPassword':
			return vscode.l10n.t('Stored password')
		case 'clusterCredentials':
			return vscode.l10n.t('Credentials of a Kubernetes cluster')
		case 'infrastructureState':
			return vscode.l10n.t('Infrastructure state, which holds secrets in plain text')
	}
}

/** The icon of a severity, for a label. */
export function severityIcon(severity: Severity): string {
	switch (severity) {
		case 'blocking':
			return '$(error)'
		case 'warning':
			return '$(warning)'
		case 'note':
			return '$(info)'
	}
}
