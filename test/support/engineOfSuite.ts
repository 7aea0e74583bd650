import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { cacheFolder } from './cache.ts'
import { prepare } from './prerequisites.ts'

// dockerd asks the kernel for its own root, hence no plain chroot. It is to be run in a mount namespace of its own.
const script = `set -e
root=$1
shift
mount --make-rprivate /
mount --bind "$root" "$root"
mkdir -p "$root/old"
for folder in proc sys dev run tmp; do mount --rbind "/$folder" "$root/$folder"; done
for name in hosts resolv.conf; do
	file=$(mktemp)
	cat "/etc/$name" > "$file"
	touch "$root/etc/$name"
	mount --bind "$file" "$root/etc/$name"
	rm "$file"
done
mkdir -p /etc/docker "$root/etc/docker"
mount --bind /etc/docker "$root/etc/docker"
cd "$root"
pivot_root . old
cd /
umount -l old
exec dockerd "$@"`

const packages = 'docker.io,iptables,ca-certificates,procps'
/** File of an installed system that says with what it was. */
const list = 'longshore-packages'

/**
 * The command that runs dockerd: this machine's, or that of another suite of Debian, whose system is installed into the
 * cache where it isn't there: `trixie` has Engine 26, `sid` a later one.
 *
 * @param choice As in the variable `LONGSHORE_ENGINE`: a suite; `sid:containerd` for images as containerd keeps them.
 */
export async function dockerdOf(choice = process.env['LONGSHORE_ENGINE']): Promise<readonly string[]> {
	if (!choice) return ['dockerd']
	const [suite = '', store] = choice.split(':')
	const folder = join(cacheFolder, `engine-${suite}`)
	// One that was installed with less is installed anew.
	if ((await readFile(join(folder, list), 'utf8').catch(() => '')) !== packages) await install(suite, folder)
	const features = store === 'containerd' ? ['--feature', 'containerd-snapshotter=true'] : []
	return ['sh', '-c', script, 'sh', folder, ...features]
}

async function install(suite: string, folder: string): Promise<void> {
	await prepare('otherEngine')
	console.log(`Installing the engine of Debian’s ${suite} into ${folder}: about 600 MB, some minutes, only once…`)
	const unfinished = `${folder}.unfinished`
	await rm(unfinished, { recursive: true, force: true })
	await mkdir(unfinished, { recursive: true })
	const words = ['--variant=minbase', `--include=${packages}`, suite, unfinished]
	const child = spawn('debootstrap', words, { stdio: ['ignore', 'ignore', 'inherit'] })
	const [code] = await once(child, 'exit')
	if (code !== 0) throw new Error(`debootstrap ${words.join(' ')} ended with ${code}.`)
	await writeFile(join(unfinished, list), packages)
	await rm(folder, { recursive: true, force: true })
	await rename(unfinished, folder)
}
