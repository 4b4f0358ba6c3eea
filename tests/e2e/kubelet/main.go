// Lets the kubelet's own code load a CredentialProviderConfig and ask the plug-ins that it names.
//
//	kubelet CONFIG BIN_DIR
//
// Each line of standard input is a request in JSON, each line of standard output its answer, in the same order.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"sync"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/credentialprovider/plugin"
)

// A service account, as the API server has it, and the next token that it gives out.
type account struct {
	Name        string            `json:"name"`
	Annotations map[string]string `json:"annotations"`
	Token       string            `json:"token"`
}

// A pull: of each image at once, by a pod of the service account in namespace shop; of a static pod without one.
type request struct {
	Images  []string `json:"images"`
	Account *account `json:"account"`
}

type login struct {
	Username string `json:"username"`
	Password string `json:"password"`
}

const namespace = "shop"

// The accounts that requests have named.
type accounts struct {
	sync.Mutex
	byName map[string]account
}

func (a *accounts) get(name string) (account, error) {
	a.Lock()
	defer a.Unlock()
	found, ok := a.byName[name]
	if !ok {
		return account{}, apierrors.NewNotFound(schema.GroupResource{Resource: "serviceaccounts"}, name)
	}
	return found, nil
}

func (a *accounts) set(given account) {
	a.Lock()
	defer a.Unlock()
	a.byName[given.Name] = given
}

func main() {
	klog.InitFlags(nil)
	flag.Parse()
	known := accounts{byName: map[string]account{}}
	token := func(_, name string, asked *authenticationv1.TokenRequest) (*authenticationv1.TokenRequest, error) {
		found, err := known.get(name)
		asked.Status.Token = found.Token
		return asked, err
	}
	serviceAccount := func(ns, name string) (*corev1.ServiceAccount, error) {
		found, err := known.get(name)
		meta := metav1.ObjectMeta{Namespace: ns, Name: name, UID: types.UID("uid-of-" + name), Annotations: found.Annotations}
		return &corev1.ServiceAccount{ObjectMeta: meta}, err
	}
	if err := plugin.RegisterCredentialProviderPlugins(flag.Arg(0), flag.Arg(1), token, serviceAccount); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	answers := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var asked request
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		name := ""
		if asked.Account != nil {
			known.set(*asked.Account)
			name = asked.Account.Name
		}
		if err := answers.Encode(pull(asked.Images, name)); err != nil {
			os.Exit(1)
		}
	}
}

// The logins that the kubelet would try for each image, in its order.
func pull(images []string, serviceAccount string) [][]login {
	found := make([][]login, len(images))
	var pulls sync.WaitGroup
	for index, image := range images {
		pulls.Add(1)
		go func() {
			defer pulls.Done()
			found[index] = []login{}
			keyring := plugin.NewExternalCredentialProviderDockerKeyring(namespace, "pod", "uid-of-pod", serviceAccount)
			tracked, _ := keyring.Lookup(image)
			for _, each := range tracked {
				found[index] = append(found[index], login{each.Username, each.Password})
			}
		}()
	}
	pulls.Wait()
	return found
}
